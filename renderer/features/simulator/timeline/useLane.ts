import { useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { WINDOW_ROWS } from '../../../../shared/contract/window.ts';
import { type Bars, isAmong, widened } from '../../../../shared/timeline/histogram.ts';
import { type LaneOf, type LaneSpan, laneSpans, maintenanceOf } from '../../../../shared/timeline/lane.ts';
import type { ToldSpan } from '../../../../shared/timeline/receiver-history.ts';
import { Paced } from '../../../lib/paced.ts';
import { useActivity } from '../../../state/activity.ts';
import { client, useConnection } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';

const NOTHING: readonly ToldSpan[] = [];

/** What the receiver was told, of which those spans are fetched that are looked at. */
class LaneSource {
  readonly use = create<{ told: readonly ToldSpan[] }>()(() => ({ told: NOTHING }));
  #of: LaneOf = 0;
  #paced = new Paced();
  /** The stretch of time that is known or on its way. */
  #bars: Bars | undefined;

  /** Another lane, or the same one after it has changed. */
  ask(of: LaneOf): void {
    if (of !== this.#of) {
      this.#paced.forget();
      this.#paced = new Paced();
      this.#of = of;
      this.use.setState({ told: NOTHING });
    }
    this.refresh();
  }

  /** Bars that are about to be drawn; safe to call with every frame. */
  look(bars: Bars): void {
    if (this.#bars !== undefined && isAmong(bars, this.#bars)) return;
    this.#bars = widened(bars);
    this.refresh();
  }

  /** Asks again: requests are counted while a span lasts. */
  refresh(): void {
    const of = this.#of;
    const bars = this.#bars;
    if (of === 0 || bars === undefined) return;
    void this.#paced.run(() =>
      attemptQuietly(async () => {
        const { rows } = await client.activity.receiverHistory({
          ...(of !== 'all' && { run: of }),
          from: bars.from,
          to: bars.from + bars.step * bars.buckets,
          limit: WINDOW_ROWS,
        });
        if (this.#of === of) this.use.setState({ told: rows });
      }),
    );
  }
}

/** What the lane shows of the time that is looked at. */
export interface Lane {
  spans: readonly LaneSpan[];
  look: (bars: Bars) => void;
  refresh: () => void;
}

export function useLane(of: LaneOf): Lane {
  const [source] = useState(() => new LaneSource());
  const change = useActivity(({ receiverHistory }) => receiverHistory.change);
  const generation = useConnection((state) => state.generation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change or a new connection is a reason to ask again.
  useEffect(() => source.ask(of), [source, of, change, generation]);
  const maintenance = useActivity((state) => state.maintenance);
  const [from, to] = useActivity(
    useShallow(({ runs }) => {
      const run = typeof of === 'number' ? runs.get(of) : undefined;
      return [run?.startedAt ?? Number.NEGATIVE_INFINITY, run?.endedAt ?? null];
    }),
  );
  const { told } = source.use();
  const spans = useMemo(
    () => laneSpans(told, maintenanceOf(maintenance.values(), of), { from, to }),
    [told, maintenance, of, from, to],
  );
  return useMemo(
    () => ({ spans, look: (bars) => source.look(bars), refresh: () => source.refresh() }),
    [spans, source],
  );
}

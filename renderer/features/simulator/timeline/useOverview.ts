import { useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import { type Bars, isAmong, widened } from '../../../../shared/timeline/histogram.ts';
import { Paced } from '../../../lib/paced.ts';
import { useActivity } from '../../../state/activity.ts';
import { client, useConnection } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import type { Which } from '../delivery-rows.ts';
import { NO_OVERVIEW, type Overview } from './overview.ts';

/** The overview of a list of deliveries, of which those bars are fetched that are looked at. */
class OverviewSource {
  readonly use = create<Overview>()(() => ({ ...NO_OVERVIEW, isKnown: false }));
  #which: Which | null = null;
  #paced = new Paced();
  /** Bars that are known or on their way. */
  #bars: Bars | undefined;

  /** Of that list, which is another one or has changed; null is none, as far as is known yet. */
  ask(which: Which | null, isKnown: boolean): void {
    if (which !== this.#which) {
      this.#paced.forget();
      this.#paced = new Paced();
      this.#bars = undefined;
      this.#which = which;
      this.use.setState({ ...NO_OVERVIEW, isKnown: false }, true);
    }
    if (which !== null) this.#read(which);
    else if (isKnown) this.use.setState(NO_OVERVIEW, true);
  }

  /** Bars that are about to be drawn; safe to call with every frame. */
  look(bars: Bars): void {
    if (this.#which === null || (this.#bars !== undefined && isAmong(bars, this.#bars))) return;
    this.#bars = widened(bars);
    // The first ones are not kept waiting: until they are there, the histogram is empty.
    if (this.use.getState().given === null) void this.#fetch(this.#which);
    else this.#read(this.#which);
  }

  #read(which: Which): void {
    void this.#paced.run(() => this.#fetch(which));
  }

  #fetch(which: Which): Promise<void> {
    return attemptQuietly(async () => {
      const given = this.#bars;
      const read = await client.activity.marksOverview({ ...which, ...(given && { bars: given }) });
      if (this.#which === which) this.use.setState({ ...read, given: given ?? null, isKnown: true }, true);
    });
  }
}

/** The overview of a list of deliveries; null for none. */
export function useOverview(which: Which | null): { overview: Overview; look: (bars: Bars) => void } {
  const [source] = useState(() => new OverviewSource());
  const change = useActivity(({ deliveries }) => deliveries.change);
  const isKnown = useActivity((state) => state.loaded);
  const generation = useConnection((state) => state.generation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change or a new connection is a reason to ask again.
  useEffect(() => source.ask(which, isKnown), [source, which, isKnown, change, generation]);
  const overview = source.use();
  return useMemo(() => ({ overview, look: (bars) => source.look(bars) }), [overview, source]);
}

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CaptureHistogram } from '../../../../shared/contract/captures.ts';
import { WINDOW_ROWS } from '../../../../shared/contract/window.ts';
import type { ToldSpan } from '../../../../shared/timeline/receiver-history.ts';
import { Paced } from '../../../lib/paced.ts';
import { useActivity } from '../../../state/activity.ts';
import { useCaptures } from '../../../state/captures.ts';
import { client } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import { useThrottled } from '../../../state/throttled.ts';

/** Bars side by side. */
export const BARS = 96;
const REFRESH_MS = 1_000;

/** When captures arrived, which of them a query finds, and what the receiver was told meanwhile. */
export interface Arrivals {
  from: number;
  to: number;
  all: CaptureHistogram['buckets'];
  /** Of those that the query finds; null without one. */
  hits: CaptureHistogram['buckets'] | null;
  told: readonly ToldSpan[];
}

/** The captures over time, up to an id; null while there are none, or none with a time. */
export function useHistogram(query: string, upTo: number | undefined): Arrivals | null {
  const [arrivals, setArrivals] = useState<Arrivals | null>(null);
  const [paced] = useState(() => new Paced());
  const newest = useCaptures((state) => state.newest);
  const revision = useCaptures((state) => state.revision);
  const ended = useRef<AbortController>(null);
  const told = useActivity(({ receiverHistory }) => receiverHistory.change);

  const ask = useEffectEvent(async (signal: AbortSignal) => {
    const which = upTo === undefined ? {} : { upTo };
    const { from, to, buckets } = await client.captures.histogram({ ...which, buckets: BARS }, { signal });
    if (from === null || to === null) {
      setArrivals(null);
      return;
    }
    const between: [number, number] = [from, to];
    const hits =
      query === ''
        ? null
        : (await client.captures.histogram({ ...which, query, buckets: BARS, between }, { signal })).buckets;
    const history = await client.activity.receiverHistory(
      { realFrom: from, realTo: to, limit: WINDOW_ROWS },
      { signal },
    );
    if (!signal.aborted) setArrivals({ from, to, all: buckets, hits, told: history.rows });
  });
  const read = useEffectEvent((signal: AbortSignal) => {
    void paced.run(() =>
      attemptQuietly(() =>
        ask(signal).catch((error: unknown) => (signal.aborted ? undefined : Promise.reject(error))),
      ),
    );
  });
  // Another query is not put off, and nobody waits for the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is a reason to ask.
  useEffect(() => {
    ended.current = new AbortController();
    const now = ended.current;
    read(now.signal);
    return () => now.abort();
  }, [query, upTo]);
  useThrottled(`${upTo ?? newest} ${revision} ${told}`, REFRESH_MS, () => {
    if (ended.current !== null) read(ended.current.signal);
  });
  return arrivals;
}

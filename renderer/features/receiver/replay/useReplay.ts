import { useEffect, useRef, useState } from 'react';
import type { Replay, Replayed } from '../../../../shared/receiver/replay/replay-plan.ts';
import { client } from '../../../state/connection.ts';

/** Results that are kept for the list; the sums count all of them. */
export const KEPT = 500;

/** A replay that runs, or has ended. */
export interface ReplayRun {
  total: number;
  done: number;
  ok: number;
  /** The last ones, the newest first. */
  results: readonly Replayed[];
  state: 'running' | 'ended' | 'cancelled';
}

type Plan = Partial<Replay> & Pick<Replay, 'ids' | 'to'>;

const isOk = ({ status }: Replayed) => status !== null && status >= 200 && status < 300;

/** Sends captures again and follows what comes of each. */
export function useReplay() {
  const [run, setRun] = useState<ReplayRun | null>(null);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  /** Throws what the engine says before anything is sent, and what ends the replay. */
  const start = async (plan: Plan): Promise<void> => {
    const ended = new AbortController();
    running.current?.abort();
    running.current = ended;
    const total = plan.ids.length * (plan.times ?? 1);
    let now: ReplayRun = { total, done: 0, ok: 0, results: [], state: 'running' };
    try {
      const stream = await client.captures.replay(plan, { signal: ended.signal });
      for await (const one of stream) {
        now = {
          ...now,
          done: now.done + 1,
          ok: now.ok + (isOk(one) ? 1 : 0),
          results: [one, ...now.results.slice(0, KEPT - 1)],
        };
        setRun(now);
      }
      setRun({ ...now, state: ended.signal.aborted ? 'cancelled' : 'ended' });
    } catch (error) {
      if (!ended.signal.aborted) {
        if (now.done > 0) setRun({ ...now, state: 'cancelled' });
        throw error;
      }
      setRun({ ...now, state: 'cancelled' });
    }
  };
  const cancel = () => running.current?.abort();
  return { run, start, cancel };
}

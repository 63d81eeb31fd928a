import { useEffect, useState } from 'react';
import type { ComparedRuns } from '../../../../shared/receiver/compare/compare-deliveries.ts';
import { type ProblemText, problemOf } from '../../../lib/problem.ts';
import { client, useConnection } from '../../../state/connection.ts';

/** How far a comparison is; with what was found before while it is made again for other keys. */
export interface RunComparison {
  compared: ComparedRuns | null;
  progress: { done: number; total: number } | null;
  problem: ProblemText | null;
}

const NOTHING: RunComparison = { compared: null, progress: null, problem: null };

/** Compares two runs without some keys; again for others, and after the connection was lost. */
export function useRunComparison(left: number, right: number, ignore: readonly string[]): RunComparison {
  const generation = useConnection((state) => state.generation);
  const [found, setFound] = useState<{ of: string; comparison: RunComparison }>();
  const of = `${left} ${right}`;
  const ignored = JSON.stringify(ignore);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection is a reason to ask again
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const set = (change: Partial<RunComparison>) => {
      if (signal.aborted) return;
      setFound((before) => ({
        of,
        comparison: { ...(before?.of === of ? before.comparison : NOTHING), ...change },
      }));
    };
    const compare = async () => {
      const asked = { left, right, ignore: JSON.parse(ignored) as string[] };
      for await (const event of await client.activity.compareRuns(asked, { signal })) {
        if (event.type === 'progress') set({ progress: event, problem: null });
        else set({ compared: event.compared, progress: null, problem: null });
      }
    };
    compare().catch((error: unknown) => set({ problem: problemOf(error), progress: null }));
    return () => ended.abort();
  }, [left, right, ignored, of, generation]);
  return found?.of === of ? found.comparison : NOTHING;
}

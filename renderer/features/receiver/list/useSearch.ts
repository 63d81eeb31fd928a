import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { parseQueryLine, type QueryProblem } from '../../../../shared/receiver/query/parse-query.ts';
import { problemOf } from '../../../lib/problem.ts';
import { captureListOf, useCaptures } from '../../../state/captures.ts';
import { client, useConnection } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import { useThrottled } from '../../../state/throttled.ts';
import type { WindowedList } from '../../../state/windows.ts';
import { problemAt } from './query-problem.ts';

/** Rows fetched with the length of what was found: those in view at first. */
const FIRST_ROWS = 100;
const TYPING_MS = 250;
/** How often new captures are searched while they stream in. */
const REFRESH_MS = 1_000;
/** Characters of a query that the engine takes. */
const LONGEST = 1_000;

/** The captures found by a query. */
export interface Search {
  query: string;
  list: WindowedList<CaptureSummary>;
  /** How many captures the index does not have yet. */
  unindexed: number;
  /** Ends what is still asked for, once another query takes its place. */
  ended: AbortController;
}

/** What the query line came to. */
export interface Found {
  /** Of the last line that could be read, which is not the one in the field while that has a problem; null for all. */
  search: Search | null;
  /** What is wrong with the line in the field. */
  problem: QueryProblem | null;
}

/** Asks how many captures a query finds now, with the newest of them. Throws what the query is refused with. */
async function asked(search: Search, upTo: number | undefined): Promise<Search> {
  const { query, list, ended } = search;
  const input = { query, limit: FIRST_ROWS, ...(upTo !== undefined && { upTo }) };
  const { rows, total, revision, unindexed } = await client.captures.list(input, { signal: ended.signal });
  const before = list.use.getState();
  const isMoved = before.loaded && before.revision !== revision;
  if (isMoved) list.renew();
  list.extend(total, revision, rows.toReversed(), total - rows.length);
  return { ...search, unindexed };
}

/** What is wrong with a line without asking the engine. */
function ownProblem(line: string): QueryProblem | null {
  if (line.length > LONGEST)
    return {
      start: LONGEST,
      end: line.length,
      message: 'The query is longer than 1,000 characters.',
      remedy: 'Shorten it.',
    };
  return parseQueryLine(line).problems[0] ?? null;
}

/**
 * Looks for captures up to an id once the user pauses typing, or for all of them and for new ones as they come. While
 * the line cannot be read, what the line before found stays. A newer query ends an older one.
 */
export function useSearch(typed: string, upTo: number | undefined): Found {
  const [found, setFound] = useState<Search | null>(null);
  const [refused, setRefused] = useState<{ line: string; problem: QueryProblem } | null>(null);
  const newest = useCaptures((state) => state.newest);
  const revision = useCaptures((state) => state.revision);
  const generation = useConnection((state) => state.generation);
  const own = useMemo(() => ownProblem(typed), [typed]);
  const wanted = typed.trim();

  const refuse = (error: unknown) => {
    const problem = problemAt(typed, problemOf(error));
    if (problem === null) return false;
    setRefused({ line: typed, problem });
    return true;
  };
  /** Asks, and takes what is found unless it is not wanted any more. */
  const ask = useEffectEvent(async (query: string, signal: AbortSignal) => {
    const ended = new AbortController();
    const stop = () => ended.abort();
    signal.addEventListener('abort', stop);
    const begun = { query, list: captureListOf(query, upTo, ended.signal), unindexed: 0, ended };
    try {
      const search = await asked(begun, upTo);
      if (signal.aborted) return;
      // From now on it ends when another one has taken its place.
      signal.removeEventListener('abort', stop);
      found?.ended.abort();
      setFound(search);
      setRefused(null);
    } catch (error) {
      if (signal.aborted || refuse(error)) return;
      await attemptQuietly(() => Promise.reject(error));
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask again.
  useEffect(() => {
    if (wanted === '' || own !== null) return;
    const ended = new AbortController();
    const timer = setTimeout(() => void ask(wanted, ended.signal), TYPING_MS);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [wanted, own, upTo, generation]);

  const refresh = useEffectEvent(async () => {
    if (own !== null || wanted === '') return;
    // A field may be known now that was not.
    if (refused?.line === typed) return ask(wanted, new AbortController().signal);
    if (found === null || found.query !== wanted) return;
    await attemptQuietly(async () => {
      try {
        const search = await asked(found, upTo);
        setFound((now) => (now?.list === search.list ? search : now));
      } catch (error) {
        if (!found.ended.signal.aborted && !refuse(error)) throw error;
      }
    });
  });
  const moment = `${revision} ${upTo ?? newest}`;
  useThrottled(moment, REFRESH_MS, () => void refresh());

  return {
    search: wanted === '' ? null : found,
    problem: own ?? (refused?.line === typed ? refused.problem : null),
  };
}

import { useEffect, useEffectEvent, useState } from 'react';
import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { captureListOf, useCaptures } from '../../../state/captures.ts';
import { client, useConnection } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import type { WindowedList } from '../../../state/windows.ts';

/** Rows fetched with the length of what was found: those in view at first. */
const FIRST_ROWS = 100;
const TYPING_MS = 250;
/** How often new captures are searched while they stream in. */
const REFRESH_MS = 1_000;

/** The captures found by a search. */
export interface Search {
  query: string;
  list: WindowedList<CaptureSummary>;
  /** Counts up with each capture that was found since. */
  arrived: number;
}

/** Asks how many captures a search finds now, with the newest of them. */
async function bringUpToDate({ query, list, arrived }: Search, upTo?: number): Promise<Search | undefined> {
  let after: Search | undefined;
  await attemptQuietly(async () => {
    const input = { search: query, limit: FIRST_ROWS, ...(upTo !== undefined && { upTo }) };
    const { rows, total, revision } = await client.captures.list(input);
    const before = list.use.getState();
    const isMoved = before.loaded && before.revision !== revision;
    if (isMoved) list.renew();
    list.extend(total, revision, rows.toReversed(), total - rows.length);
    const more = before.loaded && !isMoved ? total - before.total : 0;
    after = { query, list, arrived: arrived + more };
  });
  return after;
}

/**
 * Looks for a text in the captures up to an id once the user pauses typing, or in all of them and in new ones as they
 * come. Null without a text, and until the first text was looked for.
 */
export function useSearch(typed: string, upTo: number | undefined): Search | null {
  const [found, setFound] = useState<Search | null>(null);
  const newest = useCaptures((state) => state.newest);
  const revision = useCaptures((state) => state.revision);
  const generation = useConnection((state) => state.generation);
  const wanted = typed.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask again.
  useEffect(() => {
    if (wanted === '') return;
    let stale = false;
    const timer = setTimeout(async () => {
      const begun = { query: wanted, list: captureListOf(wanted, upTo), arrived: 0 };
      const search = await bringUpToDate(begun, upTo);
      if (!stale && search !== undefined) setFound(search);
    }, TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted, upTo, generation]);

  const refresh = useEffectEvent(async () => {
    if (found === null || found.query !== wanted) return;
    const search = await bringUpToDate(found, upTo);
    if (search !== undefined) setFound((now) => (now?.list === search.list ? search : now));
  });
  const moment = `${revision} ${upTo ?? newest}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: captures that came or went are a reason to look again.
  useEffect(() => {
    const timer = setTimeout(refresh, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [moment]);

  return wanted === '' ? null : found;
}

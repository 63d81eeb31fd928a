import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CapturePage, CaptureSummary } from '../../../shared/contract/captures.ts';
import { useCaptures } from '../../state/captures.ts';
import { client, useConnection } from '../../state/connection.ts';
import { attemptQuietly } from '../../state/notify.ts';

const PAGE = 100;
const TYPING_MS = 250;
/** How often new captures are searched while they stream in. */
const REFRESH_MS = 1_000;

export interface Search {
  /** What the rows are for; empty without a search. */
  query: string;
  rows: readonly CaptureSummary[];
  total: number;
  prepended: number;
  /** Fetches the next page, if there is one and none is on its way. */
  more: () => void;
}

interface Found {
  query: string;
  rows: readonly CaptureSummary[];
  total: number;
  prepended: number;
}

const NOTHING: Found = { query: '', rows: [], total: 0, prepended: 0 };

async function fetchPage(search: string, before?: number): Promise<CapturePage | undefined> {
  const from = before === undefined ? {} : { before };
  let page: CapturePage | undefined;
  await attemptQuietly(async () => {
    page = await client.captures.list({ search, limit: PAGE, ...from });
  });
  return page;
}

/** Looks for a text in the captures once the user pauses typing, and in new ones as they come. */
export function useSearch(typed: string, live: boolean): Search {
  const [found, setFound] = useState(NOTHING);
  const loading = useRef(false);
  const newest = useCaptures((state) => state.newest);
  const generation = useConnection((state) => state.generation);
  const wanted = typed.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask again.
  useEffect(() => {
    if (wanted === '') return;
    let stale = false;
    const timer = setTimeout(async () => {
      const page = await fetchPage(wanted);
      if (stale || page === undefined) return;
      setFound({ query: wanted, rows: page.rows, total: page.total, prepended: 0 });
    }, TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [wanted, generation]);

  const refresh = useEffectEvent(async () => {
    if (wanted === '' || found.query !== wanted) return;
    const page = await fetchPage(wanted);
    if (page === undefined) return;
    setFound((before) => {
      if (before.query !== wanted) return before;
      const top = before.rows[0]?.id ?? 0;
      const added = page.rows.filter(({ id }) => id > top);
      return {
        query: wanted,
        rows: page.total === 0 ? [] : [...added, ...before.rows],
        total: page.total,
        prepended: before.prepended + added.length,
      };
    });
  });
  useEffect(() => {
    if (!live || newest < 0) return;
    const timer = setTimeout(refresh, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [newest, live]);

  const more = async () => {
    const last = found.rows.at(-1);
    if (loading.current || last === undefined || found.rows.length >= found.total) return;
    loading.current = true;
    const page = await fetchPage(found.query, last.id);
    loading.current = false;
    if (page === undefined) return;
    setFound((before) =>
      before.query === found.query ? { ...before, rows: [...before.rows, ...page.rows] } : before,
    );
  };

  const shown = wanted === '' ? NOTHING : found;
  return { ...shown, more: () => void more() };
}

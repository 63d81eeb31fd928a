import { useCallback, useEffect, useRef, useState } from 'react';
import type { CatalogView, ItemRow } from '../../../../shared/contract/world.ts';
import { client } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import { useItemsList } from './items-view.ts';

/** Items are asked for in pages of this many. */
const PAGE = 200;
/** The most that the engine gives at once. */
const MOST = 1000;

export interface ItemsPage {
  /** Rows by their place; those not looked at yet are missing. */
  rows: ReadonlyMap<number, ItemRow>;
  total: number;
  /** False until the first page has come. */
  loaded: boolean;
  /** Fetches what is missing of a range of places; safe to call on every scroll. */
  lookAt: (from: number, to: number) => void;
}

const EMPTY: ReadonlyMap<number, ItemRow> = new Map();

/** What is asked for: the same text means the same rows. */
function useQuery(catalog: CatalogView | undefined) {
  const search = useItemsList((state) => state.search);
  const sort = useItemsList((state) => state.sort);
  const descending = useItemsList((state) => state.descending);
  return { catalog: catalog?.key, change: catalog?.change, search, sort, descending };
}

/**
 * The items of a catalog under the search and order on screen, page by page. When the catalog has changed, what is
 * looked at is read anew and the rows stay until then.
 */
export function useItems(catalog: CatalogView | undefined): ItemsPage {
  const query = useQuery(catalog);
  const { catalog: key, change, search, sort, descending } = query;
  const [page, setPage] = useState<{ rows: ReadonlyMap<number, ItemRow>; total: number; loaded: boolean }>({
    rows: EMPTY,
    total: 0,
    loaded: false,
  });
  const asked = useRef<{ of: string; pages: Set<number> }>({ of: '', pages: new Set() });
  const range = useRef({ from: 0, to: 0 });
  const of = JSON.stringify([key, change, search, sort, descending]);

  const lookAt = useCallback(
    (from: number, to: number) => {
      range.current = { from, to };
      if (key === undefined) return;
      const fresh = asked.current.of !== of;
      if (fresh) asked.current = { of, pages: new Set() };
      const { pages } = asked.current;
      for (let at = Math.floor(from / PAGE); at <= Math.floor(to / PAGE); at += 1) {
        if (pages.has(at)) continue;
        pages.add(at);
        void attemptQuietly(async () => {
          const offset = at * PAGE;
          const given = await client.world
            .items({ catalog: key, search, sort, descending, offset, limit: PAGE })
            .catch((error: unknown) => {
              pages.delete(at);
              throw error;
            });
          if (asked.current.of !== of) return;
          setPage((current) => {
            // The first page of a new query takes the place of all rows before.
            const rows = new Map(pages.size === 1 && fresh ? EMPTY : current.rows);
            for (const [index, item] of given.items.entries()) rows.set(offset + index, item);
            return { rows, total: given.total, loaded: true };
          });
        });
      }
    },
    [key, of, search, sort, descending],
  );

  useEffect(() => lookAt(range.current.from, range.current.to), [lookAt]);
  return { ...page, lookAt };
}

/** The SKUs at a range of places under the search and order on screen. */
export async function skusAt(catalog: number, from: number, to: number): Promise<string[]> {
  const { search, sort, descending } = useItemsList.getState();
  const skus: string[] = [];
  for (let offset = from; offset <= to; offset += MOST) {
    const limit = Math.min(MOST, to - offset + 1);
    const { items } = await client.world.items({ catalog, search, sort, descending, offset, limit });
    skus.push(...items.map(({ sku }) => sku));
  }
  return skus;
}

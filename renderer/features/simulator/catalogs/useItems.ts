import { useCallback, useMemo } from 'react';
import { WINDOW_ROWS } from '../../../../shared/contract/window.ts';
import type { CatalogView, ItemRow } from '../../../../shared/contract/world.ts';
import { client } from '../../../state/connection.ts';
import { useRow } from '../../../state/row.ts';
import { useWindowedList } from '../../../state/windows.ts';
import { useItemsList } from './items-view.ts';

const skuOf = ({ sku }: ItemRow) => sku;

/** The items of a catalog under the search and order on screen; those looked at are read anew when it changes. */
export function useItems({ key: catalog, change }: CatalogView) {
  const search = useItemsList((state) => state.search);
  const sort = useItemsList((state) => state.sort);
  const descending = useItemsList((state) => state.descending);
  const fetch = useCallback(
    (at: number, limit: number) => client.world.items({ catalog, search, sort, descending, at, limit }),
    [catalog, search, sort, descending],
  );
  return useWindowedList({ fetch, idOf: skuOf }, change);
}

/** One item as it stands now. */
export function useItem(of: CatalogView | undefined, sku: string | undefined): ItemRow | undefined {
  const catalog = of?.key;
  const fetch = useMemo(
    () => (catalog === undefined || sku === undefined ? null : () => client.world.item({ catalog, sku })),
    [catalog, sku],
  );
  return useRow(fetch, of?.change);
}

/** The SKUs at a range of places under the search and order on screen. */
export async function skusAt(catalog: number, from: number, to: number): Promise<string[]> {
  const { search, sort, descending } = useItemsList.getState();
  const skus: string[] = [];
  for (let at = from; at <= to; at += WINDOW_ROWS) {
    const limit = Math.min(WINDOW_ROWS, to - at + 1);
    const { rows } = await client.world.items({ catalog, search, sort, descending, at, limit });
    skus.push(...rows.map(skuOf));
  }
  return skus;
}

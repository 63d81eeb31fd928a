import { create } from 'zustand';
import type { ItemRow } from '../../../../shared/contract/world.ts';
import { useActivity } from '../../../state/activity.ts';
import { useUi } from '../../../state/ui.ts';

export type ItemSort = 'sku' | 'name' | 'price' | 'stock' | 'updatedAt';

interface Items {
  search: string;
  sort: ItemSort;
  descending: boolean;
  /** The item whose detail is shown. */
  item: ItemRow | null;
  /** SKUs chosen together; fewer than two is not a choice of several. */
  selectedSkus: ReadonlySet<string>;
  /** Index where a range begins. */
  anchor: number | null;
  /** What the dialog changes: those chosen, or all that the search finds. */
  scope: 'chosen' | 'found';
}

export const NO_ITEMS = { item: null, selectedSkus: new Set<string>(), anchor: null } as const;

/** Lives outside the screen, so that choices survive another section. */
export const useItemsList = create<Items>()(() => ({
  search: '',
  sort: 'sku',
  descending: false,
  ...NO_ITEMS,
  scope: 'chosen',
}));

/** The catalog on screen: the one chosen, else the first. */
export function useCatalog() {
  const key = useUi((state) => state.catalogKey);
  return useActivity(
    ({ catalogs, catalogKeys }) =>
      (key === null ? undefined : catalogs.get(key)) ??
      (catalogKeys[0] === undefined ? undefined : catalogs.get(catalogKeys[0])),
  );
}

/** The SKUs that are chosen: several together, else the one that is shown. */
export function skusToChange(): string[] {
  const { selectedSkus, item } = useItemsList.getState();
  return selectedSkus.size > 0 ? [...selectedSkus] : item === null ? [] : [item.sku];
}

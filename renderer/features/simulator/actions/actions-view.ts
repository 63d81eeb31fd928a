import { create } from 'zustand';
import { type ActionSort, type ListFilter, NO_FILTER } from './action-rows.ts';

interface ActionsList {
  filter: ListFilter;
  sort: ActionSort;
}

/** Lives outside the screen, so that choices survive another section. */
export const useActionsList = create<ActionsList>()(() => ({
  filter: NO_FILTER,
  sort: null,
}));

export function filterActions(part: Partial<ListFilter>): void {
  useActionsList.setState(({ filter }) => ({ filter: { ...filter, ...part } }));
}

import { create } from 'zustand';
import { type ActionFilter, type ActionSort, NO_FILTER } from './action-rows.ts';

interface ActionsList {
  filter: ActionFilter;
  sort: ActionSort;
  /** Which part of the selected action is shown. */
  part: 'ledger' | 'details';
}

/** Lives outside the screen, so that choices survive another section. */
export const useActionsList = create<ActionsList>()(() => ({
  filter: NO_FILTER,
  sort: null,
  part: 'ledger',
}));

export function filterActions(part: Partial<ActionFilter>): void {
  useActionsList.setState(({ filter }) => ({ filter: { ...filter, ...part } }));
}

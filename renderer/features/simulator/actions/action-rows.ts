import type {
  ActionColumn,
  ActionFilter,
  ActionsWindow,
} from '../../../../shared/contract/activity-lists.ts';

/** Which actions are listed, as far as it is chosen here. */
export type ListFilter = Pick<ActionFilter, 'query' | 'program' | 'status' | 'source'>;

export const NO_FILTER: ListFilter = { query: '', program: null, status: null, source: 'all' };

/** Null: newest first, an order that no change of an action disturbs. */
export type ActionSort = ActionsWindow['sort'];

/** The next order of a column that was clicked: up, down, and newest first again. */
export function nextSort(sort: ActionSort, column: ActionColumn): ActionSort {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

/** How many of the choices besides the text narrow the list. */
export function filtersOn({ program, status, source }: ListFilter): number {
  return [program !== null, status !== null, source !== 'all'].filter(Boolean).length;
}

import type { CaptureSummary } from '../../../shared/contract/captures.ts';
import { lookAt, useCaptures } from '../../state/captures.ts';
import type { Search } from './useSearch.ts';

/** The rows of the list, whether all captures or those found. */
export interface Rows {
  count: number;
  idAt: (index: number) => number;
  /** Undefined while it is being fetched. */
  rowAt: (index: number) => CaptureSummary | undefined;
  /** -1 for one that is not in the list. */
  indexOf: (id: number | null) => number;
  /** Counts up with each row put in above all others. */
  prepended: number;
  look: (first: number, last: number) => void;
}

/** The captures to show: up to `frozenAt` when the screen stands still, all of them otherwise. */
export function useRows(frozenAt: number | null, search: Search): Rows {
  const { rows, oldest, newest } = useCaptures();
  if (search.query !== '') return foundRows(search);
  const top = frozenAt === null ? newest : Math.min(frozenAt, newest);
  const count = top === 0 || top < oldest ? 0 : top - oldest + 1;
  return {
    count,
    idAt: (index) => top - index,
    rowAt: (index) => rows.get(top - index),
    indexOf: (id) => (id === null || id > top || id < oldest ? -1 : top - id),
    prepended: top,
    look: (first, last) => lookAt(top - last, top - first),
  };
}

function foundRows({ rows, prepended, more }: Search): Rows {
  return {
    count: rows.length,
    idAt: (index) => rows[index]?.id ?? 0,
    rowAt: (index) => rows[index],
    indexOf: (id) => (id === null ? -1 : rows.findIndex((row) => row.id === id)),
    prepended,
    look: (_first, last) => {
      if (last >= rows.length - 1) more();
    },
  };
}

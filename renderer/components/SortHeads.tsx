import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

/** A column that a list can be sorted by. */
export interface SortColumn<Name extends string> {
  name: Name;
  label: string;
  className?: string;
}

interface SortHeadsProps<Name extends string> {
  columns: readonly SortColumn<Name>[];
  /** What the list is sorted by; null for the order that it has by itself. */
  order: { name: Name; descending: boolean } | null;
  onSort: (name: Name) => void;
}

/** The heads of the columns of a list, each a button that sorts by it. */
export function SortHeads<Name extends string>({ columns, order, onSort }: SortHeadsProps<Name>) {
  return columns.map(({ name, label, className = '' }) => {
    const descending = order?.name === name ? order.descending : undefined;
    const said = descending === undefined ? '' : descending ? ', descending' : ', ascending';
    const Arrow = descending === true ? IconArrowDown : IconArrowUp;
    return (
      <span key={name} className={className}>
        <button
          type="button"
          className="sort-button"
          aria-label={`Sort by ${label.toLowerCase()}${said}`}
          onClick={() => onSort(name)}
        >
          <span className="ellipsis">{label}</span>
          {descending === undefined ? null : <Arrow size={12} stroke={2} aria-hidden="true" />}
        </button>
      </span>
    );
  });
}

import { IconArrowDown, IconArrowUp } from './icons.ts';

interface SortHeadProps {
  label: string;
  /** Undefined while another column decides the order. */
  descending: boolean | undefined;
  onSort: () => void;
  className?: string;
}

/** The head of a column that a list can be sorted by. */
export function SortHead({ label, descending, onSort, className = '' }: SortHeadProps) {
  const order = descending === undefined ? '' : descending ? ', descending' : ', ascending';
  return (
    <span className={className}>
      <button
        type="button"
        className="sort-button"
        aria-label={`Sort by ${label.toLowerCase()}${order}`}
        onClick={onSort}
      >
        <span className="ellipsis">{label}</span>
        {descending === undefined ? null : descending ? (
          <IconArrowDown size={12} stroke={2} aria-hidden="true" />
        ) : (
          <IconArrowUp size={12} stroke={2} aria-hidden="true" />
        )}
      </button>
    </span>
  );
}

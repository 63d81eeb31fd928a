import { isNumber, useCaptureValues } from '../../../state/capture-values.ts';
import type { Column } from './columns.ts';
import { Marked } from './Marked.tsx';
import type { FindHits } from './useHits.ts';

interface ColumnCellsProps {
  id: number;
  outcome: string;
  columns: readonly Column[];
  hits: FindHits;
}

/** The values that a capture has of the fields that are columns; numbers on the right. */
export function ColumnCells({ id, outcome, columns, hits }: ColumnCellsProps) {
  const values = useCaptureValues(id, outcome);
  return columns.map(({ field }, index) => {
    const value = values?.[index] ?? null;
    const name = field.replace(/^\{|\}$/g, '');
    return (
      <span
        key={field}
        role="gridcell"
        className={value !== null && isNumber(value) ? 'mono align-right' : 'mono'}
        title={value ?? undefined}
        data-field={value === null ? undefined : field}
        data-value={value ?? undefined}
      >
        {value === null ? null : <Marked text={value} hits={hits(value, [name])} />}
      </span>
    );
  });
}

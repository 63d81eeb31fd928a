import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { utf8OfLatin1 } from '../../../../shared/http/body-text.ts';
import { splitTarget } from '../../../../shared/template/url.ts';

/** What a cell shows of a capture: a field of the query line and its value there. */
export interface CellTerm {
  field: string;
  value: string;
}

/** The value that was clicked, or the one that names the capture: its action, or its path. */
export function cellTerm(clicked: Element | null, row: CaptureSummary | undefined): CellTerm | null {
  const { field, value } = clicked?.closest<HTMLElement>('[data-field]')?.dataset ?? {};
  if (field !== undefined && value !== undefined) return { field, value };
  if (row === undefined) return null;
  return row.delivery === null
    ? { field: 'path', value: splitTarget(utf8OfLatin1(row.target)).path }
    : { field: 'action', value: row.delivery.subject };
}

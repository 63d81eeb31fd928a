import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { IconFileImport, IconNote, IconPin } from '../../../components/icons.ts';
import { useMark } from '../../../state/capture-marks.ts';
import { Label } from './Label.tsx';
import './marks.css';

/** Where it comes from, pin, note and labels of a capture at the end of its row. */
export function RowMarks({ row }: { row: CaptureSummary }) {
  const mark = useMark(row);
  if (mark === null && row.origin === null) return null;
  const { pinned = false, note = '', labels = [] } = mark ?? {};
  const [first, ...rest] = labels;
  return (
    <span className="marks-of-row">
      {pinned ? (
        <span className="marks-icon" title="Pinned">
          <IconPin size={14} stroke={1.5} role="img" aria-label="Pinned" />
        </span>
      ) : null}
      {note === '' ? null : (
        <span className="marks-icon" title={note}>
          <IconNote size={14} stroke={1.5} role="img" aria-label={`Note: ${note}`} />
        </span>
      )}
      {row.origin === null ? null : (
        <span className="marks-icon" title={`Imported from ${row.origin}`}>
          <IconFileImport size={14} stroke={1.5} role="img" aria-label={`Imported from ${row.origin}`} />
        </span>
      )}
      {first === undefined ? null : <Label label={first} />}
      {rest.length === 0 ? null : (
        <span className="faint text-11" title={rest.join(', ')}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}

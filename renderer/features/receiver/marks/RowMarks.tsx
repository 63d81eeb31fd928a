import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { IconNote, IconPin } from '../../../components/icons.ts';
import { useMark } from '../../../state/capture-marks.ts';
import { Label } from './Label.tsx';
import './marks.css';

/** Labels in a row; of more, how many there are. */
const SHOWN = 2;

/** Where it comes from, pin, note and labels of a capture at the end of its row. */
export function RowMarks({ row }: { row: CaptureSummary }) {
  const mark = useMark(row);
  if (mark === null && row.origin === null) return null;
  const { pinned = false, note = '', labels = [] } = mark ?? {};
  const rest = labels.slice(SHOWN);
  return (
    <span className="marks-of-row">
      {row.origin === null ? null : (
        <span className="chip chip-outline" title={`Imported from ${row.origin}`}>
          imported
        </span>
      )}
      {labels.slice(0, SHOWN).map((label) => (
        <Label key={label} label={label} />
      ))}
      {rest.length === 0 ? null : (
        <span className="faint text-11" title={rest.join(', ')}>
          +{rest.length}
        </span>
      )}
      {note === '' ? null : (
        <span className="marks-icon" title={note}>
          <IconNote size={14} stroke={1.5} role="img" aria-label={`Note: ${note}`} />
        </span>
      )}
      {pinned ? (
        <span className="marks-icon" title="Pinned">
          <IconPin size={14} stroke={1.5} role="img" aria-label="Pinned" />
        </span>
      ) : null}
    </span>
  );
}

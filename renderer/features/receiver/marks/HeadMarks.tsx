import type { Capture } from '../../../../shared/contract/captures.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconNote, IconPin } from '../../../components/icons.ts';
import { editMarks, togglePin, useMark } from '../../../state/capture-marks.ts';
import { Label } from './Label.tsx';
import './marks.css';

/** The buttons that pin a capture, and edit its note and labels. */
export function MarkButtons({ capture }: { capture: Capture }) {
  const { id } = capture;
  const mark = useMark(capture);
  const pinned = mark?.pinned === true;
  return (
    <>
      <IconButton
        label={pinned ? 'Unpin' : 'Pin'}
        keys="Shift+P"
        pressed={pinned}
        icon={<IconPin size={15} stroke={1.5} />}
        onClick={() => void togglePin(id, mark)}
      />
      <IconButton
        label="Note and labels"
        keys="Shift+L"
        icon={<IconNote size={15} stroke={1.5} />}
        onClick={() => editMarks([id], mark)}
      />
    </>
  );
}

/** Labels and note of a capture, where it has any. */
export function MarkLine({ capture }: { capture: Capture }) {
  const mark = useMark(capture);
  const { labels = [], note = '' } = mark ?? {};
  if (labels.length === 0 && note === '' && capture.origin === null) return null;
  return (
    <div className="marks-line">
      {capture.origin === null ? null : (
        <span className="dimmed text-12">Imported from {capture.origin}</span>
      )}
      {labels.map((label) => (
        <Label key={label} label={label} />
      ))}
      {note === '' ? null : (
        <button
          type="button"
          className="marks-note"
          title={note}
          onClick={() => editMarks([capture.id], mark)}
        >
          {note}
        </button>
      )}
    </div>
  );
}

import { dropDraft } from '../../state/postback-drafts.ts';
import { offerUndoHere, restoreDroppedEdits } from './undo-postback-edits.ts';

/** Drops the edits of a postback at once, and offers them back for a while. */
export function revertWithUndo(file: string): void {
  const dropped = dropDraft(file);
  if (dropped === undefined) return;
  offerUndoHere({
    id: `reverted ${file}`,
    text: `Discarded edits to ${file}.`,
    file,
    undo: () => restoreDroppedEdits(file, dropped),
  });
}

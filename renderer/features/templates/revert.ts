import { offerUndo } from '../../state/undo.tsx';
import { dropDraft, restoreDraft } from './store.ts';

/** Drops the edits of a postback at once, and offers them back for a while. */
export function revertWithUndo(file: string): void {
  const dropped = dropDraft(file);
  if (dropped === undefined) return;
  offerUndo({
    id: `reverted ${file}`,
    text: `The edits of ${file} were dropped.`,
    undo: () => restoreDraft(file, dropped),
  });
}

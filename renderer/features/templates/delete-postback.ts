import { counted } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { dropDraft, restoreDraft, showPostback } from '../../state/postback-drafts.ts';
import { forgetPostback, takePostback } from '../../state/workspace.ts';
import { offerUndoHere, restoreDroppedEdits } from './undo-postback-edits.ts';
import type { PostbackEntry } from './usePostbacks.ts';

/** Deletes a postback's file, with Undo; `next` is shown instead. Unsaved edits come back with it. */
export async function deletePostback(entry: PostbackEntry, next: string | undefined): Promise<void> {
  const { file, onDisk, form } = entry;
  if (onDisk === undefined) {
    dropEdits(entry, next);
    return;
  }
  await attempt(async () => {
    const { deleted, openDeliveries } = await client.workspace.deletePostback({
      file,
      version: onDisk.version,
    });
    const draft = dropDraft(file);
    forgetPostback(file);
    showPostback(next ?? null);
    const restore = async (again: () => void) => {
      const restored = await attempt(() => client.workspace.restorePostback(deleted));
      // What could not be put back must not be lost: the offer stays.
      if (restored === undefined) return again();
      if (draft !== undefined) restoreDraft(file, draft);
      takePostback(restored);
      showPostback(file);
    };
    const open =
      openDeliveries === 0
        ? ''
        : ` ${counted(openDeliveries, 'open delivery continues', 'open deliveries continue')} unchanged.`;
    offerUndoHere({
      id: `deleted ${file}`,
      text: `Deleted ${form?.name || file}.${open}`,
      file,
      undo: (again) => void restore(again),
    });
  });
}

/** Edits of a file that is gone from the disk are all that is left of it. */
function dropEdits({ file, form }: PostbackEntry, next: string | undefined): void {
  const draft = dropDraft(file);
  if (draft === undefined) return;
  showPostback(next ?? null);
  offerUndoHere({
    id: `deleted ${file}`,
    text: `Discarded edits to ${form?.name || file}.`,
    file,
    undo: () => {
      restoreDroppedEdits(file, draft);
      showPostback(file);
    },
  });
}

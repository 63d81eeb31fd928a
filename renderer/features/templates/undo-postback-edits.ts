import type { Draft } from '../../../shared/contract/drafts.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { mergeForms } from '../../../shared/template/merge-form.ts';
import { formOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { notify } from '../../state/notify.ts';
import { draftNow, putDraft, restoreDraft } from '../../state/postback-drafts.ts';
import { offerUndo } from '../../state/undo.ts';
import { useWorkspace } from '../../state/workspace.ts';

const openFolder = () => useWorkspace.getState().view?.folder;

interface Offer {
  id: string;
  /** What was done: "Deleted Acme." */
  text: string;
  /** The file that it was done to. */
  file: string;
  /** Given the offer itself, to be made again where it could not be taken up. */
  undo: (again: () => void) => void;
}

/** Offers to take back what was done to a postback: in its own workspace, never in another with such a file. */
export function offerUndoHere({ id, text, file, undo }: Offer): void {
  const folder = openFolder();
  const offer = () =>
    offerUndo({
      id,
      text,
      undo: () => {
        if (openFolder() === folder) return undo(offer);
        notify.error(
          new PostbenchError('PB_ARGUMENT_INVALID', `${file} belongs to another workspace.`, {
            remedy: `Open ${folder ?? 'it'} again, then undo.`,
          }),
        );
        offer();
      },
    });
  offer();
}

/** A postback as it is edited now; without edits as its file is; undefined where both are gone. */
function editedNow(file: string): Draft | undefined {
  const draft = draftNow(file);
  if (draft !== undefined) return draft;
  const onDisk = useWorkspace.getState().view?.postbacks.find((postback) => postback.file === file);
  if (onDisk === undefined || onDisk.content === null) return undefined;
  return { version: onDisk.version, base: onDisk.content, form: formOf(onDisk.content) };
}

/**
 * Makes edits again what `replacedBy` took the place of, also once that was saved; what was typed since is kept, merged
 * into what comes back. While the file's version is `onlyOver`, they are edits of the file that they were begun with.
 */
export function restoreEdits(
  file: string,
  replacedBy: PostbackForm,
  before: Draft,
  onlyOver: string | null = null,
): void {
  const now = editedNow(file);
  if (now === undefined) {
    restoreDraft(file, before);
    return;
  }
  const { form } = mergeForms(replacedBy, now.form, before.form);
  putDraft(file, { ...(now.version === onlyOver ? before : now), form });
}

/** Makes dropped edits edits again; what was typed since is kept, merged into them. */
export function restoreDroppedEdits(file: string, dropped: Draft): void {
  // Without edits since, what became of the file is merged, or asked about, as for any edits.
  if (draftNow(file) !== undefined) restoreEdits(file, formOf(dropped.base), dropped);
  else restoreDraft(file, dropped);
}

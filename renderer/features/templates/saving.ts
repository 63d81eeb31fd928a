import { draftOf, formOf, type PostbackForm, readForm } from '../../../shared/template/postback-form.ts';
import { refuseTooLarge } from '../../../shared/template/postback-size.ts';
import { client } from '../../state/connection.ts';
import { notify, problemOf } from '../../state/errors.ts';
import { takeWorkspace, useWorkspace } from '../../state/workspace.ts';
import { rebase, useTemplates } from './store.ts';

/** Shows the file as it was just written, without waiting for the workspace to tell. */
function takeSaved(saved: Awaited<ReturnType<typeof client.workspace.savePostback>>): void {
  const { view } = useWorkspace.getState();
  if (view === null) return;
  const postbacks = view.postbacks.map((postback) => (postback.file === saved.file ? saved : postback));
  takeWorkspace({ ...view, postbacks });
}

/**
 * Saves the edits of a postback. A file that was changed on disk meanwhile is not overwritten: the conflict is shown
 * and settled there; `force` then writes all the same. Errors are shown, so nothing is thrown.
 */
export async function savePostback(file: string, force = false): Promise<boolean> {
  const draft = useTemplates.getState().drafts.get(file);
  if (draft === undefined) return false;
  const { postback } = readForm(draft.form);
  if (postback === null) {
    focusProblem();
    return false;
  }
  try {
    // Before it is sent: what the engine would refuse might not even fit into one message.
    refuseTooLarge(file, new TextEncoder().encode(JSON.stringify(postback)).length);
    const saved = await client.workspace.savePostback({ file, version: draft.version, postback, force });
    const base = saved.content ?? postback;
    takeSaved({ ...saved, content: base });
    rebase(file, normal(draft.form), saved.version, base);
    notify.say(`Saved ${file}.`);
    return true;
  } catch (error) {
    if (problemOf(error).code === 'PB_FILE_CHANGED') useTemplates.setState({ conflict: file });
    else notify.error(error);
    return false;
  }
}

/** The form as the saved file gives it back. */
function normal(form: PostbackForm): PostbackForm {
  return formOf(draftOf(form));
}

/** Leads to what must be corrected first. */
function focusProblem(): void {
  const field = document.querySelector<HTMLElement>(
    '.tp-form [aria-invalid="true"], .tp-form [data-invalid="true"] .cm-content',
  );
  field?.focus();
}

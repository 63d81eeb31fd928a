import { draftOf, formOf, type PostbackForm, readForm } from '../../../shared/template/postback-form.ts';
import { client } from '../../state/connection.ts';
import { notify, problemOf } from '../../state/errors.ts';
import { takePostback } from '../../state/workspace.ts';
import { sayFollowed } from './managing.ts';
import { rebase, useTemplates } from './store.ts';

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
    const { scenarios, ...saved } = await client.workspace.savePostback({
      file,
      version: draft.version,
      postback,
      force,
    });
    const base = saved.content ?? postback;
    takePostback({ ...saved, content: base });
    rebase(file, normal(draft.form), saved.version, base);
    notify.say(`Saved ${file}.`);
    sayFollowed(scenarios);
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

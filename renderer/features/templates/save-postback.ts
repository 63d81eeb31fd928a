import type { Draft } from '../../../shared/contract/drafts.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { draftOf, formOf, type PostbackForm, readForm } from '../../../shared/template/postback-form.ts';
import { refuseTooLarge } from '../../../shared/template/postback-size.ts';
import { problemOf } from '../../lib/problem.ts';
import { client } from '../../state/connection.ts';
import { notify } from '../../state/notify.ts';
import { draftNow, rebase, whileSaving } from '../../state/postback-drafts.ts';
import { takePostback, useWorkspace } from '../../state/workspace.ts';
import { saveAsNew, sayFollowed } from './postback-commands.ts';
import { useTemplatesView } from './templates-view.ts';

/**
 * Saves the edits of a postback. A file that was changed on disk meanwhile is not overwritten: the two are merged, and
 * where they cannot be the conflict is shown. One that is gone is saved as a new one. Errors are shown, so nothing is
 * thrown.
 */
export async function savePostback(file: string): Promise<boolean> {
  const draft = draftNow(file);
  if (draft === undefined) return false;
  const { postback } = readForm(draft.form);
  if (postback === null) {
    focusProblem();
    return false;
  }
  const { view } = useWorkspace.getState();
  if (view?.postbacks.every((entry) => entry.file !== file) === true) return saveAsNew({ file, draft });
  return whileSaving(file, () => write(file, draft, postback));
}

async function write(file: string, draft: Draft, postback: Postback): Promise<boolean> {
  try {
    // Before it is sent: what the engine would refuse might not even fit into one message.
    refuseTooLarge(file, new TextEncoder().encode(JSON.stringify(postback)).length);
    const { scenarios, ...saved } = await client.workspace.savePostback({
      file,
      version: draft.version,
      postback,
    });
    const base = saved.content ?? postback;
    takePostback({ ...saved, content: base });
    rebase(file, normal(draft.form), saved.version, base);
    notify.say(`Saved ${file}.`);
    sayFollowed(scenarios);
    return true;
  } catch (error) {
    if (problemOf(error).code === 'PB_FILE_CHANGED') useTemplatesView.setState({ conflict: file });
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
    '.templates-form [aria-invalid="true"], .templates-form [data-invalid="true"] .cm-content',
  );
  field?.focus();
}

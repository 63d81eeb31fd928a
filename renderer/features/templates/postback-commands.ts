import type { Postback } from '../../../shared/template/postback.ts';
import { draftOf, formOf, type PostbackForm, readForm } from '../../../shared/template/postback-form.ts';
import { copyName, freeName, repeats } from '../../../shared/workspace/names.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';
import {
  draftNow,
  dropDraft,
  renameDraft,
  restoreDraft,
  showPostback,
  whileSaving,
} from '../../state/postback-drafts.ts';
import { takePostback, useWorkspace } from '../../state/workspace.ts';
import { useTemplatesView } from './templates-view.ts';
import type { PostbackEntry } from './usePostbacks.ts';

const NEW_NAME = 'New postback';

/** The postbacks that can be read, but for one file's. */
function others(file?: string): Postback[] {
  const postbacks = useWorkspace.getState().view?.postbacks ?? [];
  return postbacks.flatMap((entry) => (entry.content === null || entry.file === file ? [] : [entry.content]));
}

/** The names that a postback cannot have. */
export function otherNames(file?: string): string[] {
  return others(file).map(({ name }) => name);
}

/** Shows a postback that was just made, and lets it be named at once where there is a list. */
function show(file: string, rename: boolean): void {
  showPostback(file);
  useTemplatesView.setState({ renaming: rename ? file : null });
}

/** Makes a postback to begin with. Errors are shown, so nothing is thrown; as with all that follows. */
export async function newPostback(): Promise<void> {
  await attempt(async () => {
    const created = await client.workspace.createPostback({ name: freeName(NEW_NAME, otherNames()) });
    takePostback(created);
    show(created.file, true);
  });
}

/**
 * Makes a copy of a postback's file, and of its unsaved edits as unsaved edits of the copy. It is off where its events
 * would arrive a second time.
 */
export async function duplicatePostback({ file, onDisk }: PostbackEntry): Promise<void> {
  const draft = draftNow(file);
  const content = onDisk?.content;
  if (content === undefined || content === null) return;
  await attempt(async () => {
    const name = copyName(content.name, otherNames());
    const enabled = content.enabled && !repeats(content.kind, others());
    const created = await client.workspace.createPostback({
      name,
      from: file,
      postback: { ...content, enabled },
    });
    takePostback(created);
    if (draft !== undefined && created.content !== null) {
      const form = { ...draft.form, name: created.content.name, enabled };
      restoreDraft(created.file, { version: created.version, base: created.content, form });
    }
    show(created.file, true);
    if (content.enabled && !enabled)
      notify.say(`${name} is disabled so that nothing is sent twice. Enable it when you are ready.`);
  });
}

/** Gives a postback another name, at once in its file; its unsaved edits stay unsaved. True when it has it. */
export async function renamePostback({ file, onDisk }: PostbackEntry, name: string): Promise<boolean> {
  if (onDisk === undefined || onDisk.content === null) return false;
  if (onDisk.content.name === name.trim()) return true;
  const { version } = onDisk;
  const scenarios = await whileSaving(file, () =>
    attempt(async () => {
      const { scenarios: followed, ...saved } = await client.workspace.renamePostback({
        file,
        version,
        name,
      });
      if (saved.content !== null) renameDraft(file, version, saved.version, saved.content);
      takePostback(saved);
      return followed;
    }),
  );
  if (scenarios === undefined) return false;
  sayFollowed(scenarios);
  return true;
}

/** Says which files beside the postback's own were written. */
export function sayFollowed(scenarios: readonly string[]): void {
  if (scenarios.length > 0) notify.say(`Also renamed in ${scenarios.join(', ')}.`);
}

/** Writes the edits of a postback whose file is gone as a new one; true when that was done. */
export async function saveAsNew({ file, draft }: Pick<PostbackEntry, 'file' | 'draft'>): Promise<boolean> {
  if (draft === undefined) return false;
  const { postback } = readForm(draft.form);
  const saved = await attempt(async () => {
    // A half-written one is made from what the file said last, with the edits on top.
    const content = postback ?? draft.base;
    const created = await client.workspace.createPostback({
      name: freeName(content.name.trim(), otherNames(file)),
      postback: content,
    });
    dropDraft(file);
    takePostback(created);
    if (postback === null && created.content !== null)
      restoreDraft(created.file, { version: created.version, base: created.content, form: draft.form });
    show(created.file, false);
    notify.say(`Saved as ${created.file}.`);
    return true;
  });
  return saved ?? false;
}

/** Makes a postback of what was imported, and shows it. True when it was made. */
export async function createFrom(name: string, form: PostbackForm): Promise<boolean> {
  const made = await attempt(() =>
    client.workspace.createPostback({
      name,
      postback: { ...draftOf(form), name, enabled: !repeats(form.kind, others()) },
    }),
  );
  if (made === undefined) return false;
  takePostback(made);
  show(made.file, false);
  const off = made.content?.enabled === false ? ' It is disabled so that nothing is sent twice.' : '';
  notify.say(`Created ${made.file}.${off}`);
  return true;
}

/** A form to begin with, for what is imported into a new postback. */
export function emptyForm(kind: Postback['kind']): PostbackForm {
  return formOf({
    name: '',
    kind,
    level: 'global',
    changes: true,
    enabled: true,
    method: 'GET',
    url: '',
    headers: {},
  });
}

import { useEffect } from 'react';
import type { Draft } from '../../../shared/contract/drafts.ts';
import { mergeForms } from '../../../shared/template/merge-form.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { formOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { draftNow, putDraft, usePostbackDrafts } from '../../state/postback-drafts.ts';
import { useTemplatesView } from './templates-view.ts';
import { offerUndoHere, restoreEdits } from './undo-postback-edits.ts';
import type { PostbackEntry } from './usePostbacks.ts';

/** Versions of files that somebody did not want merged: they are asked about instead. */
const declined = new Set<string>();
const nameOf = (file: string, version: string) => `${file} ${version}`;

interface Theirs {
  version: string;
  content: Postback;
}

/** Makes `form` the edits of a postback, begun from the file as it is now; Undo brings the ones before back. */
export function takeMerged(
  file: string,
  before: Draft,
  theirs: Theirs,
  form: PostbackForm,
  text: string,
): void {
  putDraft(file, { version: theirs.version, base: theirs.content, form });
  offerUndoHere({
    id: `merged ${file}`,
    text,
    file,
    undo: () => {
      declined.add(nameOf(file, theirs.version));
      restoreEdits(file, form, before, theirs.version);
    },
  });
}

function mergeOne({ file, onDisk }: PostbackEntry): void {
  // Not as they are drawn: what was typed since is not on the page yet.
  const draft = draftNow(file);
  const content = onDisk?.content;
  if (draft === undefined || onDisk === undefined || content === undefined || content === null) return;
  if (declined.has(nameOf(file, onDisk.version))) return;
  const { form, overlaps, taken } = mergeForms(formOf(draft.base), draft.form, formOf(content));
  if (overlaps.length > 0) return;
  if (useTemplatesView.getState().conflict === file) useTemplatesView.setState({ conflict: null });
  const theirs = { version: onDisk.version, content };
  if (taken.length === 0) {
    // Only what was edited here anyway, such as a save of these very edits.
    putDraft(file, { version: theirs.version, base: content, form });
    return;
  }
  const what = taken
    .map((place, at) => (at === 0 ? place : place.replace(/^[A-Z](?=[a-z])/, lower)))
    .join(', ');
  takeMerged(file, draft, theirs, form, `${file} was changed on disk. Merged into your edits: ${what}.`);
}

const lower = (letter: string) => letter.toLowerCase();

/** Merges edits with what is made of their files on disk meanwhile, where the two do not overlap. */
export function useMergeOnChange(entries: readonly PostbackEntry[]): void {
  const saving = usePostbackDrafts(({ saving }) => saving);
  useEffect(() => {
    for (const entry of entries) if (entry.changedOnDisk && !saving.has(entry.file)) mergeOne(entry);
  }, [entries, saving]);
}

import { create } from 'zustand';
import type { Postback } from '../../../shared/template/postback.ts';
import { formOf, type PostbackForm, sameForm } from '../../../shared/template/postback-form.ts';

/** Unsaved edits of one postback, and the file as it was when they began. */
export interface Draft {
  version: string;
  base: Postback;
  form: PostbackForm;
}

/** The three previews, in the order in which Next goes through them. */
export const PREVIEWS = ['placeholders', 'values', 'wire'] as const;
export type Preview = (typeof PREVIEWS)[number];

interface Templates {
  /** The postback on screen; null chooses the first one. */
  file: string | null;
  drafts: ReadonlyMap<string, Draft>;
  /** Which of the sample's steps. */
  step: number;
  preview: Preview;
  /** The postback that is being tested. */
  testing: string | null;
  /** The postback whose change on disk is being settled. */
  conflict: string | null;
  dialog: 'import' | 'export' | null;
}

/** Lives outside the screen, so that edits survive another section. */
export const useTemplates = create<Templates>()(() => ({
  file: null,
  drafts: new Map(),
  step: 0,
  preview: 'values',
  conflict: null,
  dialog: null,
  testing: null,
}));

function withDraft(file: string, draft: Draft | null): void {
  useTemplates.setState(({ drafts }) => {
    const next = new Map(drafts);
    if (draft === null) next.delete(file);
    else next.set(file, draft);
    return { drafts: next };
  });
}

/** Takes in an edit. One that leads back to the file's own content is no edit any more. */
export function edit(
  file: string,
  current: { version: string; content: Postback },
  change: (form: PostbackForm) => PostbackForm,
): void {
  const draft = useTemplates.getState().drafts.get(file) ?? {
    version: current.version,
    base: current.content,
    form: formOf(current.content),
  };
  const form = change(draft.form);
  withDraft(file, sameForm(form, formOf(draft.base)) ? null : { ...draft, form });
}

/** Drops the edits of a postback and gives them back, for Undo. */
export function dropDraft(file: string): Draft | undefined {
  const draft = useTemplates.getState().drafts.get(file);
  withDraft(file, null);
  return draft;
}

export function restoreDraft(file: string, draft: Draft): void {
  withDraft(file, draft);
}

/** After a save: what was typed meanwhile stays an edit, of the file as it is now. */
export function rebase(file: string, saved: PostbackForm, version: string, base: Postback): void {
  const draft = useTemplates.getState().drafts.get(file);
  if (draft === undefined) return;
  const clean = sameForm(draft.form, saved) || sameForm(draft.form, formOf(base));
  withDraft(file, clean ? null : { version, base, form: draft.form });
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

// Asked only while something would be lost: a page that always asks teaches people to click it away.
let warned = false;
useTemplates.subscribe(({ drafts }) => {
  const edited = drafts.size > 0;
  if (edited === warned) return;
  warned = edited;
  if (edited) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
});

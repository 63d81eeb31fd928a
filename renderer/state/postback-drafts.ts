import { useDeferredValue } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Draft } from '../../shared/contract/drafts.ts';
import type { Postback } from '../../shared/template/postback.ts';
import { formOf, type PostbackForm, sameForm } from '../../shared/template/postback-form.ts';
import { counted } from '../lib/format.ts';
import { keepDraft, keptDrafts } from './draft-autosave.ts';
import { attemptQuietly, notify } from './notify.ts';
import { openSection } from './ui.ts';
import { useWorkspace } from './workspace.ts';

interface PostbackDrafts {
  /** The postback on screen; null shows the first one. */
  file: string | null;
  /** The unsaved edits, by file. */
  drafts: ReadonlyMap<string, Draft>;
  /** Counts the changes of the drafts that nobody typed into an editor: `useDrafts`. */
  untyped: number;
  /** The postbacks that are being written: what comes of them from the disk is their own. */
  saving: ReadonlySet<string>;
}

/** What belongs to the workspace that is open. */
const nothingOpen = (): Omit<PostbackDrafts, 'untyped'> => ({
  file: null,
  drafts: new Map(),
  saving: new Set(),
});

/** Lives outside the screen, so that edits survive another section. */
export const usePostbackDrafts = create<PostbackDrafts>()(() => ({ ...nothingOpen(), untyped: 0 }));

/** Puts a postback on screen; null the first one. */
export function showPostback(file: string | null): void {
  usePostbackDrafts.setState({ file });
}

/** Shows a postback in Templates. */
export function openPostback(file: string): void {
  showPostback(file);
  openSection('templates');
}

/** The unsaved edits of a postback as they are now, whatever is drawn. */
export function draftNow(file: string): Draft | undefined {
  return usePostbackDrafts.getState().drafts.get(file);
}

/** What was on screen, and edited, of the workspaces that were open before, by their folders. */
const aside = new Map<string, Pick<PostbackDrafts, 'file' | 'drafts'>>();
let openFolder: string | undefined;

// Another workspace may well have a file of the same name: its edits are its own.
useWorkspace.subscribe(({ view }) => {
  if (view !== null && view.folder !== openFolder) changeWorkspace(view.folder);
});

function changeWorkspace(folder: string): void {
  const before = openFolder;
  openFolder = folder;
  const now = aside.get(folder);
  aside.delete(folder);
  if (before !== undefined) {
    const { file, drafts } = usePostbackDrafts.getState();
    aside.set(before, { file, drafts });
    usePostbackDrafts.setState(({ untyped }) => ({ ...nothingOpen(), ...now, untyped: untyped + 1 }));
    if (drafts.size > 0)
      notify.say(
        `Unsaved edits to ${counted(drafts.size, 'postback')} are kept until you open ${before} again.`,
      );
  }
  if (now === undefined) void attemptQuietly(() => bringBack(folder));
}

/** Takes up the edits that were not saved when the page, or the whole app, was last closed. */
async function bringBack(folder: string): Promise<void> {
  const kept = await keptDrafts(folder);
  if (kept.length === 0 || openFolder !== folder) return;
  usePostbackDrafts.setState(({ drafts, untyped }) => ({
    drafts: new Map([...kept.map(({ file, draft }) => [file, draft] as const), ...drafts]),
    untyped: untyped + 1,
  }));
  notify.say(`Restored unsaved edits to ${counted(kept.length, 'postback')}.`);
}

function withDraft(file: string, draft: Draft | null, typed = false): void {
  usePostbackDrafts.setState(({ drafts, untyped }) => {
    const next = new Map(drafts);
    if (draft === null) next.delete(file);
    else next.set(file, draft);
    return { drafts: next, untyped: typed && drafts.has(file) && draft !== null ? untyped : untyped + 1 };
  });
  if (openFolder !== undefined) keepDraft(openFolder, file, draft);
}

/**
 * The unsaved edits as the page around the editors shows them: what is typed into an editor stands there already, and
 * comes here when there is time, so that no key waits for all that hangs on it. Everything else comes at once.
 */
export function useDrafts(): PostbackDrafts['drafts'] {
  const now = usePostbackDrafts(useShallow(({ drafts, untyped, file }) => ({ drafts, untyped, file })));
  const before = useDeferredValue(now);
  // An editor that comes on screen takes what it is given.
  return before.untyped === now.untyped && before.file === now.file ? before.drafts : now.drafts;
}

/** Changes the form of the postback on screen; `typed` where an editor shows the change already. */
export type OnEdit = (change: (form: PostbackForm) => PostbackForm, typed?: boolean) => void;

/** Takes in an edit, `typed` where an editor shows it already. One that leads back to the file's own content is no edit any more. */
export function edit(
  file: string,
  current: { version: string; content: Postback },
  change: (form: PostbackForm) => PostbackForm,
  typed = false,
): void {
  const draft = draftNow(file) ?? {
    version: current.version,
    base: current.content,
    form: formOf(current.content),
  };
  const form = change(draft.form);
  withDraft(file, sameForm(form, formOf(draft.base)) ? null : { ...draft, form }, typed);
}

/** Drops the edits of a postback and gives them back, for Undo. */
export function dropDraft(file: string): Draft | undefined {
  const draft = draftNow(file);
  withDraft(file, null);
  return draft;
}

export function restoreDraft(file: string, draft: Draft): void {
  withDraft(file, draft);
}

/** Gives a postback other edits; those that say what the file says are none. */
export function putDraft(file: string, draft: Draft): void {
  withDraft(file, sameForm(draft.form, formOf(draft.base)) ? null : draft);
}

/** Does something that writes a postback's file, and says so meanwhile. */
export async function whileSaving<T>(file: string, work: () => Promise<T>): Promise<T> {
  const without = (saving: ReadonlySet<string>) => [...saving].filter((other) => other !== file);
  usePostbackDrafts.setState(({ saving }) => ({ saving: new Set([...saving, file]) }));
  try {
    return await work();
  } finally {
    usePostbackDrafts.setState(({ saving }) => ({ saving: new Set(without(saving)) }));
  }
}

/** After a save: what was typed meanwhile stays an edit, of the file as it is now. */
export function rebase(file: string, saved: PostbackForm, version: string, base: Postback): void {
  const draft = draftNow(file);
  if (draft === undefined) return;
  const clean = sameForm(draft.form, saved) || sameForm(draft.form, formOf(base));
  withDraft(file, clean ? null : { version, base, form: draft.form });
}

/** After the file alone was renamed: the edits stay edits, of the file as it is now, under its new name. */
export function renameDraft(file: string, before: string, version: string, base: Postback): void {
  const draft = draftNow(file);
  if (draft === undefined) return;
  const form = { ...draft.form, name: base.name };
  // Edits of an older file stay what they are: what came in between is still to be settled.
  if (draft.version !== before) withDraft(file, { ...draft, form });
  else withDraft(file, sameForm(form, formOf(base)) ? null : { version, base, form });
}

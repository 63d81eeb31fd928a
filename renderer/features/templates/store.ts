import { useDeferredValue } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Draft } from '../../../shared/contract/drafts.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { formOf, type PostbackForm, sameForm } from '../../../shared/template/postback-form.ts';
import { counted } from '../../components/format.ts';
import { attemptQuietly, notify } from '../../state/errors.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { keepDraft, keptDrafts } from './keeping.ts';

/** The three previews, in the order in which Next goes through them. */
export const PREVIEWS = ['placeholders', 'values', 'wire'] as const;
export type Preview = (typeof PREVIEWS)[number];

interface Templates {
  /** The postback on screen; null chooses the first one. */
  file: string | null;
  drafts: ReadonlyMap<string, Draft>;
  /** Counts the changes of the drafts that nobody typed into an editor: `useDrafts`. */
  untyped: number;
  /** Which of the sample's steps. */
  step: number;
  preview: Preview;
  /** The postback that is being tested. */
  testing: string | null;
  /** The postback whose change on disk is being settled. */
  conflict: string | null;
  dialog: 'import' | 'export' | 'compare' | null;
  /** The postback whose name is being changed in the list. */
  renaming: string | null;
  /** The two postbacks that are compared. */
  compared: { left: string; right: string | null };
  /** The postbacks that are being written: what comes of them from the disk is their own. */
  saving: ReadonlySet<string>;
  /** The capture that the import begins with. */
  importing: number | null;
}

/** What belongs to the workspace that is open. */
const nothingOpen = (): Omit<Templates, 'preview' | 'untyped'> => ({
  file: null,
  drafts: new Map(),
  step: 0,
  conflict: null,
  dialog: null,
  renaming: null,
  compared: { left: '', right: null },
  importing: null,
  saving: new Set(),
  testing: null,
});

/** Lives outside the screen, so that edits survive another section. */
export const useTemplates = create<Templates>()(() => ({ ...nothingOpen(), preview: 'values', untyped: 0 }));

/** What was on screen, and edited, of the workspaces that were open before, by their folders. */
const aside = new Map<string, Pick<Templates, 'file' | 'drafts'>>();
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
    const { file, drafts } = useTemplates.getState();
    aside.set(before, { file, drafts });
    useTemplates.setState(({ untyped }) => ({ ...nothingOpen(), ...now, untyped: untyped + 1 }));
    if (drafts.size > 0)
      notify.say(
        `Unsaved edits of ${counted(drafts.size, 'postback')} are kept for when you open ${before} again.`,
      );
  }
  if (now === undefined) void attemptQuietly(() => bringBack(folder));
}

/** Takes up the edits that were not saved when the page, or the whole app, was last closed. */
async function bringBack(folder: string): Promise<void> {
  const kept = await keptDrafts(folder);
  if (kept.length === 0 || openFolder !== folder) return;
  useTemplates.setState(({ drafts, untyped }) => ({
    drafts: new Map([...kept.map(({ file, draft }) => [file, draft] as const), ...drafts]),
    untyped: untyped + 1,
  }));
  notify.say(`Unsaved edits of ${counted(kept.length, 'postback')} are back.`);
}

function withDraft(file: string, draft: Draft | null, typed = false): void {
  useTemplates.setState(({ drafts, untyped }) => {
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
export function useDrafts(): Templates['drafts'] {
  const now = useTemplates(useShallow(({ drafts, untyped, file }) => ({ drafts, untyped, file })));
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
  const draft = useTemplates.getState().drafts.get(file) ?? {
    version: current.version,
    base: current.content,
    form: formOf(current.content),
  };
  const form = change(draft.form);
  withDraft(file, sameForm(form, formOf(draft.base)) ? null : { ...draft, form }, typed);
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

/** Gives a postback other edits; those that say what the file says are none. */
export function putDraft(file: string, draft: Draft): void {
  withDraft(file, sameForm(draft.form, formOf(draft.base)) ? null : draft);
}

/** Does something that writes a postback's file, and says so meanwhile. */
export async function whileSaving<T>(file: string, work: () => Promise<T>): Promise<T> {
  const without = (saving: ReadonlySet<string>) => [...saving].filter((other) => other !== file);
  useTemplates.setState(({ saving }) => ({ saving: new Set([...saving, file]) }));
  try {
    return await work();
  } finally {
    useTemplates.setState(({ saving }) => ({ saving: new Set(without(saving)) }));
  }
}

/** After a save: what was typed meanwhile stays an edit, of the file as it is now. */
export function rebase(file: string, saved: PostbackForm, version: string, base: Postback): void {
  const draft = useTemplates.getState().drafts.get(file);
  if (draft === undefined) return;
  const clean = sameForm(draft.form, saved) || sameForm(draft.form, formOf(base));
  withDraft(file, clean ? null : { version, base, form: draft.form });
}

/** After the file alone was renamed: the edits stay edits, of the file as it is now, under its new name. */
export function renameDraft(file: string, before: string, version: string, base: Postback): void {
  const draft = useTemplates.getState().drafts.get(file);
  if (draft === undefined) return;
  const form = { ...draft.form, name: base.name };
  // Edits of an older file stay what they are: what came in between is still to be settled.
  if (draft.version !== before) withDraft(file, { ...draft, form });
  else withDraft(file, sameForm(form, formOf(base)) ? null : { version, base, form });
}

/** Lets the name of a postback be changed: in the list, or where there is none in its field. */
export function startRenaming(file: string, narrow: boolean): void {
  if (!narrow) {
    useTemplates.setState({ file, renaming: file });
    return;
  }
  useTemplates.setState({ file });
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('.tp-name input')?.select());
}

/** The postback to be shown once one is gone: the next one, else the one before. */
export function neighbour(entries: readonly { file: string }[], file: string): string | undefined {
  const at = entries.findIndex((entry) => entry.file === file);
  return (entries[at + 1] ?? entries[at - 1])?.file;
}

/** Opens the comparison of a postback with another one, to be chosen. */
export function compareWith(left: string): void {
  useTemplates.setState({ dialog: 'compare', compared: { left, right: null } });
}

/** Opens the import, of a capture where one is given. */
export function openImport(capture: number | null = null): void {
  useTemplates.setState({ dialog: 'import', importing: capture });
}

import { create } from 'zustand';
import { showPostback } from '../../state/postback-drafts.ts';
import { closeImport } from '../../state/ui.ts';
import { useWorkspace } from '../../state/workspace.ts';

interface TemplatesView {
  /** Which of the sample's steps. */
  step: number;
  /** The postback that is being tested. */
  testing: string | null;
  /** The delivery of the last test of each postback, by its file. */
  tests: Readonly<Record<string, number>>;
  /** The postback whose change on disk is being settled. */
  conflict: string | null;
  dialog: 'export' | 'compare' | null;
  /** The postback whose name is being changed in the list. */
  renaming: string | null;
  /** The two postbacks that are compared. */
  compared: { left: string; right: string | null };
}

/** What belongs to the workspace that is open. */
const nothingOpen = (): TemplatesView => ({
  step: 0,
  testing: null,
  tests: {},
  conflict: null,
  dialog: null,
  renaming: null,
  compared: { left: '', right: null },
});

/** What of Templates is on screen besides the postback itself. */
export const useTemplatesView = create<TemplatesView>()(nothingOpen);

// Another workspace may well have a file of the same name: a dialog about it would be about the wrong one.
useWorkspace.subscribe(({ view }, before) => {
  if (view === null || before.view === null || view.folder === before.view.folder) return;
  useTemplatesView.setState(nothingOpen());
  closeImport();
});

/** Lets the name of a postback be changed: in the list, or where there is none in its field. */
export function startRenaming(file: string, narrow: boolean): void {
  if (!narrow) {
    showPostback(file);
    useTemplatesView.setState({ renaming: file });
    return;
  }
  showPostback(file);
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('.templates-name input')?.select());
}

/** The postback to be shown once one is gone: the next one, else the one before. */
export function neighbour(entries: readonly { file: string }[], file: string): string | undefined {
  const at = entries.findIndex((entry) => entry.file === file);
  return (entries[at + 1] ?? entries[at - 1])?.file;
}

/** Opens the comparison of a postback with another one, to be chosen. */
export function compareWith(left: string): void {
  useTemplatesView.setState({ dialog: 'compare', compared: { left, right: null } });
}

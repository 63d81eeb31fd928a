import { useEffect, useMemo } from 'react';
import type { Problem, WorkspaceFile } from '../../../shared/contract/workspace.ts';
import { isLifeCycle } from '../../../shared/delivery/firing.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { formOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { type Draft, useDrafts, useTemplates } from './store.ts';

/** A postback as the list and the editor show it. */
export interface PostbackEntry {
  file: string;
  /** As last read; undefined once the file is gone from the disk. */
  onDisk: WorkspaceFile<Postback> | undefined;
  draft: Draft | undefined;
  /** What is edited; null while the file is wrong. */
  form: PostbackForm | null;
  problems: Problem[];
  /** The file is not the one that the edits began with. */
  changedOnDisk: boolean;
}

const NONE: never[] = [];

/** The workspace's postbacks with their unsaved edits; a deleted file stays for as long as it has some. */
export function usePostbacks(): PostbackEntry[] {
  const postbacks = useWorkspace(({ view }) => view?.postbacks ?? NONE);
  const problems = useWorkspace(({ view }) => view?.problems ?? NONE);
  const drafts = useDrafts();
  // Made once for each state of the disk: one types, and the others stay what they are.
  const unedited = useMemo(
    () => new Map(postbacks.map((postback) => [postback.file, entryOf(postback, problems)])),
    [postbacks, problems],
  );
  return useMemo(() => {
    const files = new Set([...unedited.keys(), ...drafts.keys()]);
    // One whose file is gone stays where it was: the engine lists them by their files' names, too.
    return [...files].sort().map((file) => {
      const entry = unedited.get(file) ?? { ...GONE, file };
      const draft = drafts.get(file);
      if (draft === undefined) return entry;
      const { onDisk } = entry;
      return {
        ...entry,
        draft,
        form: onDisk?.content === null ? null : draft.form,
        changedOnDisk: onDisk?.version !== draft.version,
      };
    });
  }, [unedited, drafts]);
}

const GONE = { onDisk: undefined, draft: undefined, form: null, problems: NONE, changedOnDisk: false };

function entryOf(onDisk: WorkspaceFile<Postback>, problems: readonly Problem[]): PostbackEntry {
  const { file, content } = onDisk;
  return {
    ...GONE,
    file,
    onDisk,
    form: content === null ? null : formOf(content),
    problems: problems.filter((problem) => problem.file === file),
  };
}

/** The postback on screen: the one chosen, else the first life-cycle one that is sent, else the first. */
export function useShownPostback(entries: readonly PostbackEntry[]): PostbackEntry | undefined {
  const chosen = useTemplates(({ file }) => file);
  const first = entries.find(({ form }) => form !== null && isLifeCycle(form));
  const shown = entries.find(({ file }) => file === chosen) ?? first ?? entries[0];
  const file = shown?.file ?? null;
  useEffect(() => {
    // What was opened with stays on screen, whatever becomes of it: somebody may be typing there.
    if (chosen === null && file !== null) useTemplates.setState({ file });
  }, [chosen, file]);
  return shown;
}

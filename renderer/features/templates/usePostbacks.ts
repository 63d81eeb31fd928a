import { useEffect, useMemo } from 'react';
import type { Draft } from '../../../shared/contract/drafts.ts';
import type { Problem, WorkspaceFile } from '../../../shared/contract/workspace.ts';
import { isLifeCycle } from '../../../shared/delivery/fired-postbacks.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { formOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { showPostback, useDrafts, usePostbackDrafts } from '../../state/postback-drafts.ts';
import { useWorkspace } from '../../state/workspace.ts';

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

/** Entries as they were last, by what is on disk: one that has not changed stays the same, and is not drawn again. */
const lately = new WeakMap<WorkspaceFile<Postback>, PostbackEntry>();

function entryOf(
  file: string,
  onDisk: WorkspaceFile<Postback> | undefined,
  draft: Draft | undefined,
  problems: Problem[],
): PostbackEntry {
  const known = onDisk && lately.get(onDisk);
  if (known !== undefined && known.draft === draft && known.problems === problems) return known;
  const content = onDisk?.content ?? null;
  const broken = onDisk !== undefined && content === null;
  const entry = {
    file,
    onDisk,
    draft,
    form: broken ? null : (draft?.form ?? (content === null ? null : formOf(content))),
    problems,
    changedOnDisk: draft !== undefined && onDisk?.version !== draft.version,
  };
  if (onDisk !== undefined) lately.set(onDisk, entry);
  return entry;
}

/** The workspace's postbacks with their unsaved edits; a deleted file stays for as long as it has some. */
export function usePostbacks(): PostbackEntry[] {
  const postbacks = useWorkspace(({ view }) => view?.postbacks ?? NONE);
  const problems = useWorkspace(({ view }) => view?.problems ?? NONE);
  const drafts = useDrafts();
  const byFile = useMemo(() => new Map(postbacks.map((postback) => [postback.file, postback])), [postbacks]);
  const problemsOf = useMemo(() => Map.groupBy(problems, ({ file }) => file), [problems]);
  return useMemo(
    () =>
      // One whose file is gone stays where it was: the engine lists them by their files' names, too.
      [...new Set([...byFile.keys(), ...drafts.keys()])]
        .sort()
        .map((file) => entryOf(file, byFile.get(file), drafts.get(file), problemsOf.get(file) ?? NONE)),
    [byFile, problemsOf, drafts],
  );
}

/** The postback on screen: the one chosen, else the first life-cycle one that is sent, else the first. */
export function useShownPostback(entries: readonly PostbackEntry[]): PostbackEntry | undefined {
  const chosen = usePostbackDrafts(({ file }) => file);
  const first = entries.find(({ form }) => form !== null && isLifeCycle(form));
  const shown = entries.find(({ file }) => file === chosen) ?? first ?? entries[0];
  const file = shown?.file ?? null;
  useEffect(() => {
    // What was opened with stays on screen, whatever becomes of it: somebody may be typing there.
    if (chosen === null && file !== null) showPostback(file);
  }, [chosen, file]);
  return shown;
}

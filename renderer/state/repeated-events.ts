import { useMemo } from 'react';
import { type Repeated, repeatedEvents } from '../../shared/delivery/fired-postbacks.ts';
import { draftOf } from '../../shared/template/postback-form.ts';
import type { PostbackFile } from '../lib/repeated-sentences.ts';
import { useDrafts } from './postback-drafts.ts';
import { useWorkspace } from './workspace.ts';

/** Where an event would arrive more than once, with the edits that are not saved yet. */
export function useRepeated(): Repeated<PostbackFile>[] {
  const view = useWorkspace((state) => state.view);
  const drafts = useDrafts();
  return useMemo(() => {
    if (view === null) return [];
    const sources = view.postbacks.flatMap(({ file, content }) => {
      const draft = drafts.get(file);
      if (draft !== undefined) return [{ file, postback: draftOf(draft.form) }];
      return content === null ? [] : [{ file, postback: content }];
    });
    return repeatedEvents(view.settings.world, sources);
  }, [view, drafts]);
}

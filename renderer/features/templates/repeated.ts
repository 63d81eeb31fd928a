import { useMemo } from 'react';
import { type Repeated, repeatedEvents } from '../../../shared/delivery/firing.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { draftOf } from '../../../shared/template/postback-form.ts';
import { count } from '../../components/format.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { useDrafts } from './store.ts';

/** A postback that can be read, with its file. */
export interface Source {
  file: string;
  postback: Postback;
}

/** Where an event would arrive more than once, with the edits that are not saved yet. */
export function useRepeated(): Repeated<Source>[] {
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

/** As many postbacks as are named; the list has them all. */
const NAMED = 4;
const TIMES = ['', '', 'twice', 'three times', 'four times'];

/** "Each Purchase of Acme arrives twice: through A (all events) and B (one event type)." */
export function repeatedSentence({ program, eventType, postbacks }: Repeated<Source>): string {
  const times = TIMES[postbacks.length] ?? `${postbacks.length} times`;
  const named = postbacks
    .slice(0, NAMED)
    .map(
      ({ postback }) => `${postback.name} (${postback.level === 'global' ? 'all events' : 'one event type'})`,
    );
  const more = postbacks.length - named.length;
  const names = more === 0 ? named : [...named, `${count(more)} more`];
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `Each ${eventType.name.trim()} of ${program.name.trim()} arrives ${times}: through ${all}.`;
}

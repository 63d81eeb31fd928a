import { Button } from '@mantine/core';
import { IconCopyPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type Repeated, repeatedEvents } from '../../../shared/delivery/firing.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { openSection } from '../../state/ui.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { useTemplates } from '../templates/store.ts';

/** A postback that can be read, with its file. */
export interface Source {
  file: string;
  postback: Postback;
}

/** Where an event would arrive more than once as the files are now. */
export function useRepeated(): Repeated<Source>[] {
  const view = useWorkspace((state) => state.view);
  return useMemo(() => {
    if (view === null) return [];
    const sources = view.postbacks.flatMap(({ file, content }) =>
      content === null ? [] : [{ file, postback: content }],
    );
    return repeatedEvents(view.settings.world, sources);
  }, [view]);
}

const TIMES = ['', '', 'twice', 'three times', 'four times'];

/** "Each Purchase of Acme arrives twice: through A (global) and B (event level)." */
export function repeatedSentence({ program, eventType, postbacks }: Repeated<Source>): string {
  const times = TIMES[postbacks.length] ?? `${postbacks.length} times`;
  const names = postbacks.map(
    ({ postback }) => `${postback.name} (${postback.level === 'global' ? 'global' : 'event level'})`,
  );
  const all = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `Each ${eventType.name.trim()} of ${program.name.trim()} arrives ${times}: through ${all}.`;
}

/** Before a run: which events the partner will get more than once. */
export function RepeatedBanner() {
  const repeated = useRepeated();
  const first = repeated[0];
  if (first === undefined) return null;
  const more = repeated.length - 1;
  const sentences = repeated.map(repeatedSentence);
  const open = () => {
    useTemplates.setState({ file: first.postbacks.at(-1)!.file });
    openSection('templates');
  };
  return (
    <div className="banner" role="status" data-testid="repeated">
      <IconCopyPlus size={16} stroke={1.5} aria-hidden="true" />
      <span className="grow" title={sentences.join('\n')}>
        {sentences[0]}
        {more === 0 ? '' : ` So do ${more} more.`}
      </span>
      <Button size="xs" onClick={open}>
        Show in Templates
      </Button>
    </div>
  );
}

import { TextInput } from '@mantine/core';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { nameProblem } from '../../../shared/workspace/names.ts';
import { otherNames, renamePostback } from './postback-commands.ts';
import { useTemplatesView } from './templates-view.ts';
import type { PostbackEntry } from './usePostbacks.ts';

interface Props {
  entry: PostbackEntry;
  /** The list over whose row the field stands: a list of options may hold no field itself. */
  list: RefObject<HTMLElement | null>;
  /** Called when the row is a row again and wants the focus back. */
  onDone: () => void;
}

const end = () => useTemplatesView.setState({ renaming: null });

/** A row of the list while its name is changed: Enter keeps the new one, Esc the old one. */
export function RenameField({ entry, list, onDone }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const before = entry.onDisk?.content?.name ?? entry.form?.name ?? '';
  const [name, setName] = useState(before);
  const ended = useRef(false);
  // Once: a drawing that comes when somebody is elsewhere already must not take the focus back.
  useLayoutEffect(() => field.current?.select(), []);
  const problem = nameProblem(name, otherNames(entry.file));
  useLayoutEffect(() => {
    const row = list.current?.querySelector<HTMLElement>(`[data-file="${CSS.escape(entry.file)}"]`);
    if (row == null || host.current === null) return;
    row.scrollIntoView({ block: 'nearest' });
    host.current.style.top = `${row.offsetTop - list.current!.scrollTop}px`;
  }, [list, entry.file]);
  /** Keeps the name; `left` when the focus has gone elsewhere, where it then stays. */
  const keep = async (left: boolean) => {
    if (ended.current || problem !== undefined) return;
    ended.current = true;
    if (await renamePostback(entry, name)) {
      end();
      if (!left) onDone();
    } else ended.current = false;
  };
  const cancel = () => {
    ended.current = true;
    end();
    onDone();
  };
  return (
    <div ref={host} className="templates-item templates-renaming">
      <TextInput
        className="grow"
        size="xs"
        aria-label="New name"
        value={name}
        error={problem ?? null}
        ref={field}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') void keep(false);
          if (event.key === 'Escape') cancel();
        }}
        onBlur={() => {
          if (ended.current) return;
          if (problem === undefined) void keep(true);
          else end();
        }}
      />
    </div>
  );
}

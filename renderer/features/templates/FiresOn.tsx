import { Popover } from '@mantine/core';
import { memo, useState } from 'react';
import type { World } from '../../../shared/domain/program.ts';
import type { FieldProblems } from '../../../shared/template/postback-form.ts';
import { IconCopyPlus } from '../../components/icons.ts';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { useRepeated } from '../../state/repeated-events.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { type Scope, ScopeFields } from './ScopeFields.tsx';

interface Props extends Scope {
  file: string;
  problems: FieldProblems;
  onEdit: OnEdit;
}

type Programs = World['programs'];

/** What a postback fires on, in words: "fires on every action event". */
export function firesOn(scope: Scope, programs: Programs): string {
  switch (scope.kind) {
    case 'action':
      return scope.level === 'global'
        ? 'fires on every action event'
        : `fires on ${eventWords(scope, programs)}`;
    case 'clearing':
      return 'fires when a payout clears';
    case 'inquiry':
      return 'fires when an inquiry is opened and closed';
    case 'catalog':
      return 'fires for each item that changes';
  }
}

function eventWords({ program: id, eventType, changes }: Scope, programs: Programs): string {
  const program = programs.find((one) => one.id === id);
  const type = program?.eventTypes.find((one) => one.id === eventType);
  const what = `${type?.name.trim() ?? eventType ?? 'an event type'} of ${program?.name.trim() ?? id ?? 'a program'}`;
  return changes ? `${what}, with its changes` : what;
}

const NO_PROGRAMS: Programs = [];

/** Which events the postback fires on, in a sentence that can be changed. */
export const FiresOn = memo(({ file, problems, onEdit, ...scope }: Props) => {
  const [opened, setOpened] = useState(false);
  const programs = useWorkspace(({ view }) => view?.settings.world.programs) ?? NO_PROGRAMS;
  const repeated = useRepeated().some(({ postbacks }) => postbacks.some((source) => source.file === file));
  const problem = problems.level ?? problems.program ?? problems.eventType;
  return (
    <>
      <span className={`text-12 ellipsis templates-fires ${problem === undefined ? 'dimmed' : 'text-bad'}`}>
        {problem ?? firesOn(scope, programs)}
      </span>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={440}
        shadow="sm"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <button
            type="button"
            className="templates-change"
            aria-label="Change what it fires on"
            onClick={() => setOpened(!opened)}
          >
            Change
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Fires on">
          <ScopeFields file={file} problems={problems} onEdit={onEdit} {...scope} />
        </Popover.Dropdown>
      </Popover>
      {repeated ? (
        <button
          type="button"
          className="templates-twice"
          title="The same events are sent by another postback too"
          onClick={() => setOpened(true)}
        >
          <IconCopyPlus size={14} stroke={1.5} aria-hidden="true" />
          <span>Duplicates</span>
        </button>
      ) : null}
    </>
  );
});

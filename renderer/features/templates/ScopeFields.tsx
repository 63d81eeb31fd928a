import { SegmentedControl, Select, Switch } from '@mantine/core';
import { memo } from 'react';
import { KIND_NAMES } from '../../../shared/placeholders/kind-names.ts';
import { POSTBACK_KINDS, type PostbackKind } from '../../../shared/placeholders/placeholder-registry.ts';
import type { FieldProblems, PostbackForm } from '../../../shared/template/postback-form.ts';
import type { OnEdit } from '../../state/postback-drafts.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { FieldProblem } from './FieldProblem.tsx';
import { RepeatedNote } from './RepeatedNote.tsx';

/** Else a click on an option would be one beside the popover, and close it. */
const WITHIN = { withinPortal: false };

const KIND_EVENTS: Record<PostbackKind, string> = {
  action: '',
  clearing: 'Fires when an action’s payout clears.',
  inquiry: 'Fires when an inquiry is opened and closed; cashback and loyalty partners have them.',
  catalog: 'Fires once for every item that changes.',
};

export type Scope = Pick<PostbackForm, 'kind' | 'level' | 'program' | 'eventType' | 'changes'>;

interface ScopeProps extends Scope {
  file: string;
  problems: FieldProblems;
  onEdit: OnEdit;
}

/** Which events the postback fires on: its kind, and for actions the level. */
export const ScopeFields = memo(({ file, problems, onEdit, ...scope }: ScopeProps) => {
  const programs = useWorkspace(({ view }) => view?.settings.world.programs);
  const { kind, level } = scope;
  const set = (part: Partial<PostbackForm>) => onEdit((current) => ({ ...current, ...part }));
  const setLevel = (next: PostbackForm['level']) => {
    const first = programs?.[0];
    if (next === 'global') set({ level: next, program: undefined, eventType: undefined });
    else
      set({
        level: next,
        program: scope.program ?? first?.id,
        eventType: scope.eventType ?? first?.eventTypes[0]?.id,
      });
  };
  return (
    <section className="templates-scope" aria-label="Fires on">
      <div className="templates-scope-row">
        <span className="strong text-12 nowrap">Fires on</span>
        <Select
          size="xs"
          aria-label="Kind"
          className="templates-kind"
          allowDeselect={false}
          comboboxProps={WITHIN}
          data={POSTBACK_KINDS.map((value) => ({ value, label: KIND_NAMES[value] }))}
          value={kind}
          onChange={(value) => {
            const next = value as PostbackKind;
            if (next === 'action') set({ kind: next });
            else set({ kind: next, level: 'global', program: undefined, eventType: undefined });
          }}
        />
        {kind === 'action' ? (
          <SegmentedControl
            aria-label="Level"
            value={level}
            onChange={(value) => setLevel(value as PostbackForm['level'])}
            data={[
              { value: 'global', label: 'All events' },
              { value: 'event', label: 'One event type' },
            ]}
          />
        ) : (
          <span className="dimmed text-12 grow">{KIND_EVENTS[kind]}</span>
        )}
      </div>
      {level === 'event' ? <EventLevel scope={scope} problems={problems} onSet={set} /> : null}
      <FieldProblem text={problems.level} />
      <RepeatedNote file={file} />
    </section>
  );
});

interface EventLevelProps {
  scope: Scope;
  problems: FieldProblems;
  onSet: (part: Partial<PostbackForm>) => void;
}

/** The event type of a postback of the event level, and whether changes fire too. */
function EventLevel({ scope, problems, onSet }: EventLevelProps) {
  const programs = useWorkspace(({ view }) => view?.settings.world.programs) ?? [];
  const program = programs.find(({ id }) => id === scope.program);
  const unknown = (id: string | undefined) =>
    id === undefined || id === '' ? [] : [{ value: id, label: `${id}, not in the workspace` }];
  return (
    <>
      <div className="templates-scope-row">
        <Select
          size="xs"
          aria-label="Program"
          className="templates-program"
          allowDeselect={false}
          comboboxProps={WITHIN}
          error={problems.program !== undefined}
          data={[
            ...programs.map(({ id, name }) => ({ value: id, label: name.trim() })),
            ...(program === undefined ? unknown(scope.program) : []),
          ]}
          value={scope.program ?? null}
          onChange={(id) => {
            const next = programs.find((candidate) => candidate.id === id);
            if (next !== undefined) onSet({ program: next.id, eventType: next.eventTypes[0]?.id });
          }}
        />
        <Select
          size="xs"
          aria-label="Event type"
          className="templates-program"
          allowDeselect={false}
          comboboxProps={WITHIN}
          error={problems.eventType !== undefined}
          data={[
            ...(program?.eventTypes ?? []).map(({ id, name }) => ({ value: id, label: name.trim() })),
            ...(program?.eventTypes.some(({ id }) => id === scope.eventType) === true
              ? []
              : unknown(scope.eventType)),
          ]}
          value={scope.eventType ?? null}
          onChange={(id) => id !== null && onSet({ eventType: id })}
        />
        <Switch
          size="xs"
          label="Also on modification and reversal"
          title="The platform’s documentation is contradictory here"
          checked={scope.changes}
          onChange={(event) => onSet({ changes: event.currentTarget.checked })}
        />
      </div>
      <FieldProblem text={problems.program ?? problems.eventType} />
    </>
  );
}

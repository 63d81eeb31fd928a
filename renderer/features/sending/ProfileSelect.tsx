import { Select } from '@mantine/core';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import { PROFILES } from '../../../shared/delivery/profiles/all.ts';
import { profileId } from '../../../shared/workspace/rules.ts';
import { IconCheck } from '../../components/icons.ts';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { takeWorkspace } from '../../state/workspace.ts';
import { type ActiveProfile, problemOfFile } from './active-profile.ts';
import { SUCCESS_WORDS } from './rule-words.ts';

interface Choice {
  /** The id that a workspace names it by; a broken file's path. */
  value: string;
  label: string;
  detail: string;
  disabled: boolean;
}

function ownChoices(view: WorkspaceView): Choice[] {
  return view.profiles.map(({ file, content }) =>
    content === null
      ? { value: file, label: file, detail: problemOfFile(view, file), disabled: true }
      : { value: profileId(file), label: content.name, detail: file, disabled: false },
  );
}

function builtInChoices(own: readonly Choice[]): Choice[] {
  // A file of the workspace with a built-in one's name takes its place.
  return PROFILES.filter(({ id }) => !own.some(({ value }) => value === id)).map(({ id, profile }) => ({
    value: id,
    label: profile.name,
    detail: SUCCESS_WORDS[profile.success],
    disabled: false,
  }));
}

async function choose(id: string): Promise<void> {
  await attempt(async () => takeWorkspace(await client.workspace.chooseProfile({ id })));
}

/** The built-in senders and the workspace's own; choosing one writes it into postbench.yaml. */
export function ProfileSelect({ view, inForce }: { view: WorkspaceView; inForce: ActiveProfile }) {
  const own = ownChoices(view);
  const builtIn = builtInChoices(own);
  const choices = [...builtIn, ...own];
  const chosen = inForce.problem === '' ? inForce.wanted : null;
  return (
    <Select
      label="Sender profile"
      className="sending-profile"
      data-testid="profile-select"
      allowDeselect={false}
      placeholder={inForce.wanted}
      comboboxProps={{ shadow: 'sm', width: 420, position: 'bottom-start' }}
      maxDropdownHeight={400}
      data={[
        { group: 'Built in', items: builtIn },
        ...(own.length === 0 ? [] : [{ group: 'This workspace', items: own }]),
      ]}
      classNames={{ option: 'sending-choice' }}
      renderOption={({ option, checked }) => (
        <>
          <span className="sending-option">
            <span>{option.label}</span>
            <span className="text-11 sending-option-detail">
              {choices.find(({ value }) => value === option.value)?.detail}
            </span>
          </span>
          {checked ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : null}
        </>
      )}
      value={chosen}
      onChange={(id) => {
        if (id !== null && id !== chosen) void choose(id);
      }}
    />
  );
}

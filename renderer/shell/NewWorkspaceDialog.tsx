import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewWorkspace } from '../../shared/contract/workspace.ts';
import { Dialog, DialogForm } from '../components/Dialog.tsx';
import { client } from '../state/connection.ts';
import { notify } from '../state/notify.ts';
import { openSection } from '../state/ui.ts';
import { takeWorkspace } from '../state/workspace.ts';
import { FolderField } from './FolderField.tsx';
import { openFolder } from './WorkspaceMenu.tsx';

const STARTS: readonly { start: NewWorkspace['start']; label: string; description: string }[] = [
  {
    start: 'empty',
    label: 'Empty',
    description: 'One program to fill in. Next, you import or write your first postback.',
  },
  {
    start: 'sample',
    label: 'A copy of the sample',
    description: 'Two programs, a postback of every kind, and scenarios to adapt.',
  },
];

/** The last part of a path: what the workspace is called unless something else is typed. */
const nameOf = (folder: string) => folder.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';

interface NewWorkspaceDialogProps {
  opened: boolean;
  /** What stands in the field at first. */
  folder: string;
  onClose: () => void;
}

/** Makes a workspace in a folder, new or not; stays open, and says why, when it cannot be made. */
export function NewWorkspaceDialog({ opened, folder, onClose }: NewWorkspaceDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title="New workspace">
      <NewWorkspaceForm folder={folder} onClose={onClose} />
    </Dialog>
  );
}

function NewWorkspaceForm({ folder: first, onClose }: Omit<NewWorkspaceDialogProps, 'opened'>) {
  const [folder, setFolder] = useState(first);
  const [name, setName] = useState('');
  const [start, setStart] = useState<NewWorkspace['start']>('empty');
  const path = folder.trim();
  const make = async () => {
    const view = await client.workspace.create({ folder: path, name, start });
    takeWorkspace(view);
    onClose();
    openSection('templates');
    notify.say(`Created the workspace ${view.settings.name} in ${view.folder}.`);
  };
  const openInstead = () => {
    onClose();
    void openFolder(path);
  };
  return (
    <DialogForm
      verb="Create workspace"
      good={path !== ''}
      onSubmit={make}
      onCancel={onClose}
      more={(problem) =>
        problem?.code === 'PB_FILE_TAKEN' && problem.place !== '' ? (
          <Button onClick={openInstead}>Open it instead</Button>
        ) : null
      }
    >
      <FolderField
        description="The full path. It is created if missing; existing files are kept."
        placeholder="~/acme-postbacks"
        value={folder}
        onChange={setFolder}
      />
      <TextInput
        label="Name"
        placeholder={nameOf(folder) || 'Same as the folder'}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="off"
      />
      <Radio.Group
        label="Start with"
        value={start}
        onChange={(choice) => setStart(choice as NewWorkspace['start'])}
      >
        <div className="form-choices">
          {STARTS.map(({ start: value, label, description }) => (
            <Radio key={value} size="xs" value={value} label={label} description={description} />
          ))}
        </div>
      </Radio.Group>
    </DialogForm>
  );
}

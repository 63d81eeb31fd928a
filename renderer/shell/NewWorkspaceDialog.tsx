import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { NewWorkspace } from '../../shared/contract/workspace.ts';
import { type ProblemText, problemOf } from '../lib/problem.ts';
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
    description: 'One program to fill in; you import or write your first postback next.',
  },
  {
    start: 'sample',
    label: 'A copy of the sample',
    description: 'Two programs, postbacks of each kind and scenarios to change.',
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
    <Modal
      opened={opened}
      onClose={onClose}
      title="New workspace"
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <NewWorkspaceForm folder={folder} onClose={onClose} />
    </Modal>
  );
}

function NewWorkspaceForm({ folder: first, onClose }: Omit<NewWorkspaceDialogProps, 'opened'>) {
  const [folder, setFolder] = useState(first);
  const [name, setName] = useState('');
  const [start, setStart] = useState<NewWorkspace['start']>('empty');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  const path = folder.trim();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (path === '') return;
    setBusy(true);
    setProblem(null);
    try {
      const view = await client.workspace.create({ folder: path, name, start });
      takeWorkspace(view);
      onClose();
      openSection('templates');
      notify.say(`Made the workspace ${view.settings.name} in ${view.folder}.`);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const openInstead = () => {
    onClose();
    void openFolder(path);
  };

  const isThere = problem?.code === 'PB_FILE_TAKEN' && problem.place !== '';
  return (
    <form onSubmit={make} className="form">
      <FolderField
        description="Its full path. It is made where it is missing; files that are in it stay."
        placeholder="~/acme-postbacks"
        value={folder}
        onChange={(next) => {
          setFolder(next);
          setProblem(null);
        }}
        problem={problem}
      />
      <TextInput
        label="Name"
        placeholder={nameOf(folder) || 'That of the folder'}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="off"
      />
      <Radio.Group
        label="Begin with"
        value={start}
        onChange={(choice) => setStart(choice as NewWorkspace['start'])}
      >
        <div className="form-choices">
          {STARTS.map(({ start: value, label, description }) => (
            <Radio key={value} size="xs" value={value} label={label} description={description} />
          ))}
        </div>
      </Radio.Group>
      <div className="form-buttons">
        {isThere ? (
          <Button mr="auto" onClick={openInstead}>
            Open it
          </Button>
        ) : null}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={busy} disabled={path === ''}>
          Make workspace
        </Button>
      </div>
    </form>
  );
}

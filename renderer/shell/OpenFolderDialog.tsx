import { Button } from '@mantine/core';
import { useState } from 'react';
import { Dialog, DialogForm } from '../components/Dialog.tsx';
import { client } from '../state/connection.ts';
import { takeWorkspace } from '../state/workspace.ts';
import { FolderField } from './FolderField.tsx';

interface OpenFolderDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Leads on to making the folder a workspace. */
  onMake: (folder: string) => void;
}

/** Asks for the path of a workspace folder; stays open, and says why, when it cannot be opened. */
export function OpenFolderDialog({ opened, onClose, onMake }: OpenFolderDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Open workspace">
      <OpenFolderForm onClose={onClose} onMake={onMake} />
    </Dialog>
  );
}

function OpenFolderForm({ onClose, onMake }: Omit<OpenFolderDialogProps, 'opened'>) {
  const [folder, setFolder] = useState('');
  const path = folder.trim();
  const open = async () => {
    takeWorkspace(await client.workspace.open({ folder: path }));
    onClose();
  };
  return (
    <DialogForm
      verb="Open"
      good={path !== ''}
      onSubmit={open}
      onCancel={onClose}
      more={(problem) =>
        problem?.code === 'PB_WORKSPACE_MISSING' ? (
          <Button onClick={() => onMake(path)}>Create a workspace here…</Button>
        ) : null
      }
    >
      <FolderField
        description="The full path of a folder that contains a postbench.yaml."
        placeholder="/home/you/acme-postbacks"
        value={folder}
        onChange={setFolder}
      />
    </DialogForm>
  );
}

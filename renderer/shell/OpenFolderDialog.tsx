import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type ProblemText, problemOf } from '../lib/problem.ts';
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
  const [folder, setFolder] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);

  const open = async (event: FormEvent) => {
    event.preventDefault();
    const path = folder.trim();
    if (path === '') return;
    setBusy(true);
    setProblem(null);
    try {
      takeWorkspace(await client.workspace.open({ folder: path }));
      setFolder('');
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Open a workspace folder"
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={open} className="form">
        <FolderField
          description="The full path of a folder with a postbench.yaml in it."
          placeholder="/home/you/acme-postbacks"
          value={folder}
          onChange={(next) => {
            setFolder(next);
            setProblem(null);
          }}
          problem={problem}
        />
        <div className="form-buttons">
          {problem?.code === 'PB_WORKSPACE_MISSING' ? (
            <Button mr="auto" onClick={() => onMake(folder.trim())}>
              Make it a workspace…
            </Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={folder.trim() === ''}>
            Open
          </Button>
        </div>
      </form>
    </Modal>
  );
}

import { Button } from '@mantine/core';
import { IconFileImport, IconFilePlus } from '@tabler/icons-react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { KeyCaps } from '../../components/Kbd.tsx';
import { openImport } from '../../state/ui.ts';
import { newPostback } from './postback-commands.ts';

/** Where the workspace has no postback yet: how to get the first one. */
export function EmptyWorkspace({ folder }: { folder: string }) {
  return (
    <EmptyState title="No postbacks in this workspace">
      <p className="templates-first-text">
        A postback defines which events are sent, where, and how. Start with one for the local receiver, or
        import a request you already have.
      </p>
      <div className="hstack templates-first">
        <Button
          variant="filled"
          leftSection={<IconFilePlus size={15} stroke={1.5} />}
          rightSection={<KeyCaps keys="N" />}
          onClick={() => void newPostback()}
        >
          New postback
        </Button>
        <Button
          leftSection={<IconFileImport size={15} stroke={1.5} />}
          rightSection={<KeyCaps keys="I" />}
          onClick={() => openImport()}
        >
          Import a request…
        </Button>
      </div>
      <p className="text-12">
        Files added to <span className="mono">{folder}/postbacks</span> appear here as soon as they are saved.
      </p>
    </EmptyState>
  );
}

import { Button } from '@mantine/core';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconFileImport, IconFilePlus } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { openImport } from '../../state/ui.ts';
import { newPostback } from './postback-commands.ts';

/** Where the workspace has no postback yet: how to get the first one. */
export function EmptyWorkspace({ folder }: { folder: string }) {
  return (
    <EmptyState title="No postbacks in this workspace">
      <p className="templates-first-text">
        A postback says which events are told to whom, and how. Begin with one for the local receiver, or make
        one of a request that you already have.
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
        A file put into <span className="mono">{folder}/postbacks</span> shows here as soon as it is saved.
      </p>
    </EmptyState>
  );
}

import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { IconButton } from '../components/IconButton.tsx';
import { MOD } from '../lib/format.ts';
import { Clock } from './clock/Clock.tsx';
import { ReceiverAddress } from './ReceiverAddress.tsx';
import { WorkspaceMenu } from './WorkspaceMenu.tsx';

interface TopBarProps {
  onPalette: () => void;
  onOpenFolder: () => void;
  onNewWorkspace: () => void;
}

/** The workspace, the receiver's address, the time and the way to all commands. */
export function TopBar({ onPalette, onOpenFolder, onNewWorkspace }: TopBarProps) {
  const glyph = <IconSearch size={16} stroke={1.5} />;
  return (
    <header className="topbar">
      <WorkspaceMenu onOpenFolder={onOpenFolder} onNewWorkspace={onNewWorkspace} />
      <ReceiverAddress />
      <span className="sp" />
      <Clock />
      <span className="vr wide" />
      <Button
        variant="subtle"
        className="wide"
        aria-label="Commands"
        leftSection={glyph}
        onClick={onPalette}
        px={8}
      >
        <kbd className="kbd">{MOD} K</kbd>
      </Button>
      <span className="only-n">
        <IconButton label="Commands" keys="Mod+K" size="sm" icon={glyph} onClick={onPalette} />
      </span>
    </header>
  );
}

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
    <header className="shell-topbar">
      <WorkspaceMenu onOpenFolder={onOpenFolder} onNewWorkspace={onNewWorkspace} />
      <ReceiverAddress />
      <span className="spacer" />
      <Clock />
      <span className="shell-divider wide-only" />
      <Button
        variant="subtle"
        className="wide-only"
        aria-label="Commands"
        leftSection={glyph}
        onClick={onPalette}
        px={8}
      >
        <kbd className="keycap">{MOD} K</kbd>
      </Button>
      <span className="narrow-only">
        <IconButton label="Commands" keys="Mod+K" size="sm" icon={glyph} onClick={onPalette} />
      </span>
    </header>
  );
}

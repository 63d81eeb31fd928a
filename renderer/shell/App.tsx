import './shell.css';
import { useState } from 'react';
import { EndpointsDialog } from '../features/receiver/endpoints/EndpointsDialog.tsx';
import { ReplayDialog } from '../features/receiver/replay/ReplayDialog.tsx';
import { SendingDialog } from '../features/sending/SendingDialog.tsx';
import { useCommandKeys } from '../state/commands.ts';
import { useConnection } from '../state/connection.ts';
import { useUi } from '../state/ui.ts';
import { ConnectionBanner, ProblemsBanner, SecretsBanner, StoreBanner } from './Banners.tsx';
import { CommandPalette, openPalette } from './CommandPalette.tsx';
import { KeysOverlay } from './KeysOverlay.tsx';
import { NewWorkspaceDialog } from './NewWorkspaceDialog.tsx';
import { NotLetIn } from './NotLetIn.tsx';
import { OpenFolderDialog } from './OpenFolderDialog.tsx';
import { Rail } from './Rail.tsx';
import { StatusLine } from './StatusLine.tsx';
import { SCREENS } from './screens.tsx';
import { TopBar } from './TopBar.tsx';
import { useEngineStreams } from './useEngineStreams.ts';
import { useFullTitles } from './useFullTitles.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { useShellCommands } from './useShellCommands.ts';
import { useStoredTheme } from './useTheme.ts';

/** The frame and the section in it. */
export function App() {
  const [dialog, setDialog] = useState<'keys' | 'open' | 'new' | null>(null);
  /** What a new workspace's dialog begins with. */
  const [folder, setFolder] = useState('');
  const close = () => setDialog(null);
  const makeWorkspace = (at = '') => {
    setFolder(at);
    setDialog('new');
  };
  const openers = { open: () => setDialog('open'), make: () => makeWorkspace() };
  useEngineStreams();
  useStoredTheme();
  useCommandKeys();
  useKeptFocus();
  useFullTitles();
  useShellCommands({ palette: openPalette, keys: () => setDialog('keys'), ...openers });
  const section = useUi((state) => state.section);
  // One that was let in before keeps what it shows, with a banner.
  const isStranger = useConnection(({ refused, generation }) => refused && generation === 0);
  const Screen = SCREENS[section];
  if (isStranger) return <NotLetIn />;
  return (
    <div className="shell-frame">
      <Rail />
      <TopBar onPalette={openPalette} onOpenFolder={openers.open} onNewWorkspace={openers.make} />
      <main className="shell-main">
        <ConnectionBanner />
        <StoreBanner />
        <SecretsBanner />
        <ProblemsBanner />
        <Screen />
      </main>
      <StatusLine />
      <CommandPalette />
      <KeysOverlay opened={dialog === 'keys'} onClose={close} />
      <SendingDialog />
      <EndpointsDialog />
      <ReplayDialog />
      <OpenFolderDialog opened={dialog === 'open'} onClose={close} onMake={makeWorkspace} />
      <NewWorkspaceDialog opened={dialog === 'new'} folder={folder} onClose={close} />
    </div>
  );
}

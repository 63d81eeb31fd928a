import { Dialog } from '../../components/Dialog.tsx';
import './sending.css';
import { Tabs } from '@mantine/core';
import { closeSending, type SendingTab, useSending } from '../../state/sending-dialog.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { CertificatesTab } from './CertificatesTab.tsx';
import { ProfileTab } from './ProfileTab.tsx';
import { useSendingCommands } from './useSendingCommands.ts';
import { WhatIfTab } from './WhatIfTab.tsx';

/** The platform's rules for sending, what they make of an answer, and the certificates that are trusted. */
export function SendingDialog() {
  const { opened, tab } = useSending();
  const view = useWorkspace((state) => state.view);
  useSendingCommands();
  return (
    <Dialog
      opened={opened && view !== null}
      onClose={closeSending}
      title="Sending rules"
      size={1000}
      className="sending-dialog"
    >
      {view === null ? null : (
        <Tabs value={tab} onChange={(value) => useSending.setState({ tab: value as SendingTab })}>
          <Tabs.List>
            <Tabs.Tab value="profile">Profile</Tabs.Tab>
            <Tabs.Tab value="what-if">What if</Tabs.Tab>
            <Tabs.Tab value="certificates">Certificates</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="profile" className="sending-panel">
            <ProfileTab view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="what-if" className="sending-panel">
            <WhatIfTab view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="certificates" className="sending-panel">
            <CertificatesTab view={view} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Dialog>
  );
}

import { IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Fingerprint } from '../../components/Fingerprint.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { confirm } from '../../state/confirm.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';
import { takeWorkspace } from '../../state/workspace.ts';
import { SendingTable } from './SendingTable.tsx';

async function forget(host: string): Promise<void> {
  const sure = await confirm({
    title: `Stop trusting ${host}?`,
    body: `Attempts to ${host} will fail again unless its certificate is issued by a known authority. The entry is removed from postbench.yaml.`,
    confirm: 'Stop trusting',
    danger: true,
  });
  if (!sure) return;
  await attempt(async () => {
    takeWorkspace(await client.workspace.forgetCertificate({ host }));
    notify.say(`The certificate of ${host} is no longer trusted.`);
  });
}

/** The certificates that the user accepts from one host and port each. */
export function CertificatesTab({ view }: { view: WorkspaceView }) {
  const region = useRef<HTMLElement>(null);
  const { certificates } = view.settings.sending;
  const remove = async (host: string) => {
    await forget(host);
    // The row, and the button in it, may be gone.
    region.current?.focus();
  };
  return (
    <>
      <p className="dimmed text-12 sending-about">
        In addition to certificates from known authorities, these are accepted over HTTPS, each only for its
        own host and port.
      </p>
      {certificates.length === 0 ? (
        <ScrollRegion label="Trusted certificates" className="sending-scroll" handle={region}>
          <EmptyState title="No trusted certificates">
            When an attempt fails because of a certificate, you can review and trust it in the attempt’s
            details in the Simulator.
          </EmptyState>
        </ScrollRegion>
      ) : (
        <SendingTable
          label="Trusted certificates"
          handle={region}
          heads={[
            'Host and port',
            'SHA-256',
            <span key="tools" className="visually-hidden">
              Copy and remove
            </span>,
          ]}
        >
          {certificates.map(({ host, sha256 }) => (
            <tr key={host} data-testid="trusted-certificate">
              <th scope="row" className="mono nowrap">
                {host}
              </th>
              <td className="mono">
                <Fingerprint text={sha256} />
              </td>
              <td>
                <span className="hstack">
                  <CopyButton text={sha256} label={`Copy fingerprint of ${host}`} />
                  <IconButton
                    label={`Stop trusting ${host}`}
                    icon={<IconTrash size={15} stroke={1.5} />}
                    onClick={() => void remove(host)}
                  />
                </span>
              </td>
            </tr>
          ))}
        </SendingTable>
      )}
    </>
  );
}

import { useRef } from 'react';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Fingerprint } from '../../components/Fingerprint.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { IconTrash } from '../../components/icons.ts';
import { confirm } from '../../state/confirm.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';
import { takeWorkspace } from '../../state/workspace.ts';

async function forget(host: string): Promise<void> {
  const sure = await confirm({
    title: `Stop trusting ${host}?`,
    body: `Attempts to ${host} fail again, unless a known authority vouches for its certificate. It is taken out of postbench.yaml.`,
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
        Besides certificates of known authorities, these are accepted over https, each from its host and port
        only.
      </p>
      <section
        ref={region}
        className="scroll sending-scroll"
        aria-label="Trusted certificates"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
        tabIndex={0}
      >
        {certificates.length === 0 ? (
          <EmptyState title="No certificate is trusted by hand">
            When an attempt fails because of a certificate, its detail in the Simulator shows it with a button
            that trusts it.
          </EmptyState>
        ) : (
          <table className="sending-table" aria-label="Trusted certificates">
            <thead>
              <tr>
                <th scope="col">Host and port</th>
                <th scope="col">SHA-256</th>
                <th scope="col">
                  <span className="visually-hidden">Copy and remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

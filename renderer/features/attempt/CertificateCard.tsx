import { Button } from '@mantine/core';
import type { AttemptDetail } from '../../../shared/contract/activity.ts';
import type { RefusedCertificate } from '../../../shared/delivery/certificate.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Fingerprint } from '../../components/Fingerprint.tsx';
import { IconRotateClockwise, IconShieldCheck, IconShieldExclamation } from '../../components/icons.ts';
import { KeyValue, type KeyValueRow } from '../../components/KeyValue.tsx';
import { isoDay } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { canRetry, retryDeliveries } from '../../state/delivery-commands.ts';
import { attempt } from '../../state/notify.ts';
import { openSending } from '../../state/sending-dialog.ts';
import { takeWorkspace, useWorkspace } from '../../state/workspace.ts';

interface CertificateCardProps {
  refused: RefusedCertificate;
  deliveryId: AttemptDetail['deliveryId'];
}

async function trust({ host, sha256 }: RefusedCertificate): Promise<void> {
  await attempt(async () => takeWorkspace(await client.workspace.trustCertificate({ host, sha256 })));
}

/** The certificate for which an attempt was not sent: what it is, trusting it, and then trying again. */
export function CertificateCard({ refused, deliveryId }: CertificateCardProps) {
  const { host, sha256, expected, reason, subject, validTo } = refused;
  const trusted = useWorkspace(
    ({ view }) => view?.settings.sending.certificates.find((known) => known.host === host)?.sha256,
  );
  const state = useDelivery(deliveryId)?.state;
  const accepted = trusted === sha256;
  const changed = trusted !== undefined && !accepted;
  const rows: KeyValueRow[] = [
    ...(changed
      ? [{ id: 'expected', name: 'Expected', value: <Print sha256={trusted} of="expected" /> }]
      : []),
    { id: 'sha256', name: changed ? 'Received' : 'SHA-256', value: <Print sha256={sha256} of="shown" /> },
    { id: 'subject', name: 'Subject', value: subject === '' ? <span className="faint">None</span> : subject },
    { id: 'until', name: 'Valid until', value: isoDay(validTo) },
    { id: 'why', name: 'Reason', value: reason },
  ];
  return (
    <section className="attempt-certificate" aria-label="Receiver certificate" data-testid="certificate">
      <p className="hstack attempt-certificate-text" role="status">
        {accepted ? (
          <IconShieldCheck size={16} stroke={1.5} className="text-ok" aria-hidden="true" />
        ) : (
          <IconShieldExclamation size={16} stroke={1.5} className="text-warn" aria-hidden="true" />
        )}
        <span>
          <b className="strong">{saidOf({ accepted, changed: changed || expected !== null })}</b>{' '}
          {accepted
            ? `This certificate is accepted from ${host} only.`
            : changed
              ? `It was renewed, or a different server responds at ${host}. Nothing was sent.`
              : `${host} presented it, so nothing was sent. If this server is yours, trust its certificate for this host and port.`}
        </span>
      </p>
      <div className="hstack attempt-certificate-buttons">
        {accepted ? (
          <>
            {state !== undefined && canRetry(state) ? (
              <Button
                size="xs"
                variant="filled"
                leftSection={<IconRotateClockwise size={14} stroke={1.5} />}
                onClick={() => retryDeliveries([deliveryId])}
              >
                Retry now
              </Button>
            ) : null}
            <Button size="xs" onClick={() => openSending('certificates')}>
              Trusted certificates
            </Button>
          </>
        ) : (
          <Button size="xs" onClick={() => void trust(refused)}>
            {changed ? 'Trust the new certificate' : 'Trust this certificate'}
          </Button>
        )}
        <span className="faint text-11">
          {accepted ? 'Stored in postbench.yaml.' : 'Will be stored in postbench.yaml.'}
        </span>
      </div>
      <KeyValue label="Certificate" rows={rows} />
    </section>
  );
}

function saidOf({ accepted, changed }: { accepted: boolean; changed: boolean }): string {
  if (accepted) return 'Trusted.';
  return changed ? 'Certificate changed.' : 'Certificate not trusted.';
}

function Print({ sha256, of }: { sha256: string; of: string }) {
  return (
    <span className="attempt-fingerprint">
      <span>
        <Fingerprint text={sha256} />
      </span>
      <CopyButton text={sha256} label={`Copy the ${of} fingerprint`} />
    </span>
  );
}

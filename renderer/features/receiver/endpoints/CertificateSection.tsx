import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { trustSteps } from '../../../../shared/receiver/endpoints/trust-steps.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Fingerprint } from '../../../components/Fingerprint.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { isoDay } from '../../../lib/format.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { useAsked } from '../../../state/asked.ts';
import { client } from '../../../state/connection.ts';

/** The certificate of HTTPS endpoints, and how each client is made to accept it. */
export function CertificateSection({ url }: { url: string }) {
  // It is made when the endpoint first listens, and anew for a new address.
  const asked = useAsked(`certificate ${url}`, (signal) => client.engine.certificate(undefined, { signal }));
  const [selected, setSelected] = useState('curl');
  if (asked.state === 'waiting') return null;
  if (asked.state === 'failed') return <p className="endpoints-note text-bad">{asked.problem.title}</p>;
  const certificate = asked.value;
  if (certificate === null)
    return <p className="endpoints-note dimmed">The certificate is made when the endpoint first listens.</p>;
  const { file, pem, sha256, names, validTo } = certificate;
  const steps = trustSteps(file, url === '' ? 'https://localhost:7443' : url);
  const step = steps.find(({ client: name }) => name === selected) ?? steps[0]!;
  return (
    <section aria-label="Certificate">
      <div className="section-head">Certificate</div>
      <p className="endpoints-note dimmed">
        Postbench made it, so no client knows it yet. It is not an authority: whoever trusts it trusts this
        receiver only.
      </p>
      <div className="endpoints-trust">
        <Select
          aria-label="Client"
          className="endpoints-client"
          allowDeselect={false}
          comboboxProps={{ shadow: 'sm' }}
          data={steps.map(({ client: name }) => name)}
          value={step.client}
          onChange={(value) => setSelected(value ?? 'curl')}
        />
        <code className="mono wrap-anywhere grow" data-testid="trust-step">
          {step.command}
        </code>
        <CopyButton text={step.command} label={`Copy the step for ${step.client}`} />
      </div>
      {step.note === '' ? null : <p className="endpoints-note dimmed">{step.note}</p>}
      <KeyValue
        label="Certificate"
        rows={[
          {
            id: 'sha256',
            name: 'SHA-256',
            value: (
              <span className="hstack endpoints-value">
                <span className="mono">
                  <Fingerprint text={sha256} />
                </span>
                <CopyButton text={sha256} label="Copy fingerprint" />
              </span>
            ),
          },
          { id: 'names', name: 'For', value: names.join(', ') },
          { id: 'valid', name: 'Valid until', value: isoDay(validTo) },
          {
            id: 'file',
            name: 'File',
            value: (
              <span className="hstack endpoints-value">
                <span className="mono wrap-anywhere">{file}</span>
                <CopyButton text={file} label="Copy path of the certificate" />
              </span>
            ),
          },
        ]}
      />
      <div className="hstack endpoints-tools">
        <Button size="xs" onClick={() => saveFile('postbench.crt', pem, 'application/x-pem-file')}>
          Save certificate
        </Button>
        <CopyButton text={pem} label="Copy certificate as PEM" caption="Copy PEM" />
      </div>
    </section>
  );
}

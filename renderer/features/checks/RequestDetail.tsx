import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EvidenceStep } from '../../../shared/checks/report.ts';
import { ownOrigins } from '../../../shared/receiver/endpoints/local-url.ts';
import { curlCommand } from '../../../shared/template/copied/curl.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconInbox, IconSend } from '../../components/icons.ts';
import { StatusChip } from '../../components/StatusChip.tsx';
import { duration } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { useLocalAddresses } from '../../state/engine.ts';
import { attempt } from '../../state/notify.ts';
import { openInReceiver } from './check-run-commands.ts';
import { outcomeLabel } from './outcome-label.ts';

/** A UTF-8 text, one character for each of its bytes. */
function asBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

/** The command that sends a request again; masked secrets stay masked. */
export function curlOfStep({ request }: EvidenceStep): string {
  const { origin, target } = partsOf(request.url);
  return curlCommand({
    method: request.method,
    origin,
    target: asBytes(target),
    headers: request.headers.map(([name, value]) => [name, asBytes(value)] as const),
    body: new TextEncoder().encode(request.body ?? ''),
  });
}

function partsOf(url: string): { origin: string; target: string } {
  const found = /^(https?:\/\/[^/?#]*)(.*)$/is.exec(url);
  const rest = found?.[2] ?? '';
  return { origin: found?.[1] ?? url, target: rest.startsWith('/') ? rest : `/${rest}` };
}

/** Where a request stands: the run, the check, and the numbers of story and step. */
export interface RequestPlace {
  id: number;
  check: string;
  story: number;
  step: number;
}

/** A request in full, and the response to it. */
export function RequestDetail({ step, place }: { step: EvidenceStep; place: RequestPlace | undefined }) {
  const { request, response, sentence } = step;
  const [again, setAgain] = useState<EvidenceStep['response'] | 'sending' | null>(null);
  const local = useLocalAddresses();
  const send = async (of: RequestPlace) => {
    setAgain('sending');
    setAgain((await attempt(() => client.checks.resend(of))) ?? null);
  };
  const isCaptured = ownOrigins(local).has(partsOf(request.url).origin);
  return (
    <div className="checks-wire">
      <div className="checks-wire-head">
        <span className="medium">Request</span>
        <span className="spacer" />
        {place === undefined || !isCaptured ? null : (
          <Button
            size="xs"
            leftSection={<IconInbox size={14} stroke={1.5} />}
            onClick={() => void openInReceiver(place)}
          >
            Open in Receiver
          </Button>
        )}
        {place === undefined ? null : (
          <Button
            size="xs"
            loading={again === 'sending'}
            leftSection={<IconSend size={14} stroke={1.5} />}
            onClick={() => void send(place)}
          >
            Send again
          </Button>
        )}
        <CopyButton caption="Copy as cURL" label="Copy as cURL" text={() => curlOfStep(step)} />
      </div>
      <pre className="mono checks-wire-text">
        {request.method} {request.url}
        {request.headers.map(([name, value]) => `\n${name}: ${value}`).join('')}
        {request.body === null || request.body === '' ? '' : `\n\n${request.body}`}
      </pre>
      <div className="checks-wire-head">
        <span className="medium">Response</span>
        <span className="dimmed ellipsis">{sentence}</span>
      </div>
      <pre className="mono checks-wire-text">
        {response.status ?? response.outcome}
        {response.body === '' ? '' : `\n\n${response.body}`}
      </pre>
      {again === null || again === 'sending' ? null : (
        <div role="status">
          <div className="checks-wire-head">
            <span className="medium">Response to the same bytes</span>
            <StatusChip status={again.status} none={outcomeLabel(again.outcome)} />
            <span className="dimmed">in {duration(again.ms)}; the records were not looked at</span>
          </div>
          {again.body === '' ? null : <pre className="mono checks-wire-text">{again.body}</pre>}
        </div>
      )}
    </div>
  );
}

import type { EvidenceStep } from '../../../shared/checks/report.ts';
import { curlCommand } from '../../../shared/template/curl.ts';
import { CopyButton } from '../../components/CopyButton.tsx';

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

/** A request in full, and the response to it. */
export function RequestDetail({ step }: { step: EvidenceStep }) {
  const { request, response, sentence } = step;
  return (
    <div className="checks-wire">
      <div className="checks-wire-head">
        <span className="medium">Request</span>
        <span className="spacer" />
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
    </div>
  );
}

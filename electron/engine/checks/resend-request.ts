import type { EvidenceStep } from '../../../shared/checks/report.ts';
import type { TrustedCertificate } from '../../../shared/delivery/certificate.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { MASK } from '../../../shared/secrets/mask.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import type { Secrets } from '../secrets.ts';
import { HttpTransport } from '../sender/http-transport.ts';
import { checkTarget } from '../world/check-target.ts';
import { probeSender } from './url-probe.ts';

/**
 * Sends a request of a report again: the same bytes, with the values of its secrets. Rejects with PB_ARGUMENT_INVALID
 * where a secret of it was masked for good, PB_URL_INVALID and PB_HOST_NOT_ALLOWED.
 */
export async function resendRequest(
  { request }: EvidenceStep,
  {
    view,
    secrets,
    trusted,
    mask,
  }: {
    view: WorkspaceView;
    secrets: Secrets;
    trusted: readonly TrustedCertificate[];
    mask: (text: string) => string;
  },
): Promise<EvidenceStep['response']> {
  const { method, url, headers, body } = request;
  const texts = [url, ...headers.map(([, value]) => value), body ?? ''];
  if (texts.some((text) => text.includes(MASK))) {
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      'A secret in this request is masked in the report, so the request cannot be sent again.',
      { remedy: 'Rerun the check, or write the secret as {secret:NAME} in the template.' },
    );
  }
  const { allowedHosts, ceiling } = view.settings.sending;
  await checkTarget(url, allowedHosts);
  const transport = new HttpTransport(
    () => allowedHosts,
    () => trusted,
  );
  try {
    const { signal } = new AbortController();
    const sender = probeSender({
      transport: transport.send,
      secrets,
      workspace: view.folder,
      ceiling,
      signal,
    });
    const sent = headers.map(([name, value]): [string, string] => [name, value]);
    const response = await sender.send({ method, url, headers: sent, body });
    const { outcome, status, ms } = response;
    return { outcome, status, body: mask(response.body.slice(0, KEPT)), ms: Math.round(ms * 10) / 10 };
  } finally {
    await transport.close();
  }
}

/** Characters of the response that are shown. */
const KEPT = 4_096;

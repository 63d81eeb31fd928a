import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { originOf, type SendTo } from '../../../shared/delivery/send-to.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { bareHost } from '../../../shared/http/bare-host.ts';
import { isLoopback } from '../../../shared/http/this-machine.ts';
import { isLocalUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import { withDefaultQuery } from '../../../shared/template/default-query.ts';
import { renderTemplate } from '../../../shared/template/render.ts';
import { resolveUrl } from '../../../shared/template/url.ts';
import { addressesOfLocalhost, isAllowedByName } from '../sender/allowed-hosts.ts';

/**
 * Checks a `--to` or `--at` before anything is sent. Throws PB_URL_INVALID for what can never be sent and
 * PB_HOST_NOT_ALLOWED for a host outside this machine that the workspace does not allow, including one whose name
 * does not resolve, which cannot be this machine. An endpoint of our own needs no check.
 */
export async function checkTarget(to: SendTo, allowedHosts: readonly string[]): Promise<void> {
  if (typeof to === 'string' && isLocalUrl(to)) return;
  const written = typeof to === 'string' ? to : originOf(to.at);
  // Any text will do for the values: only the scheme and the host matter.
  const sample = renderTemplate(
    withDefaultQuery(written),
    {},
    { format: 'url', known: () => false, unknown: 'literal' },
  );
  const resolved = resolveUrl(sample, 'http://127.0.0.1');
  if (!resolved.ok) {
    throw new PostbenchError('PB_URL_INVALID', `"${written}" cannot be sent to: ${resolved.reason}.`, {
      remedy: 'Write it as http://127.0.0.1:9000/path?id={ActionId}.',
    });
  }
  const hostname = bareHost(resolved.url.hostname);
  if (hostname.includes('{') || isAllowedByName(hostname, allowedHosts)) return;
  const addresses = isIP(hostname) ? [hostname] : await addressesOf(hostname);
  if (addresses.some(isLoopback)) return;
  throw new PostbenchError(
    'PB_HOST_NOT_ALLOWED',
    `${hostname} is not this machine, and the workspace does not allow it.`,
    {
      remedy: `Add "${hostname}" to sending.allowedHosts in postbench.yaml if you mean to send to it.`,
    },
  );
}

async function addressesOf(hostname: string): Promise<string[]> {
  try {
    const found = addressesOfLocalhost(hostname) ?? (await lookup(hostname, { all: true }));
    return found.map(({ address }) => address);
  } catch {
    return [];
  }
}

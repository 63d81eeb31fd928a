import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { bareHost } from '../../../shared/http/bare-host.ts';
import { type LocalAddresses, localUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import { renderTemplate } from '../../../shared/template/render.ts';
import { resolveUrl } from '../../../shared/template/url.ts';

/** Real ms after which nothing listens. */
const LIMIT_MS = 3_000;

/** Whether something accepts connections where a URL template points; nothing is sent to it. */
export async function isListening(
  to: string,
  local: LocalAddresses,
): Promise<{ listening: boolean; address: string; sentence: string }> {
  const sample = renderTemplate(to, {}, { format: 'url', known: () => true, unknown: 'empty' });
  const resolved = resolveUrl(localUrl(sample, local), '');
  if (!resolved.ok)
    return { listening: false, address: '', sentence: `It cannot be sent to: ${resolved.reason}.` };
  const { origin, host } = resolved.url;
  const url = new URL(origin);
  const secure = url.protocol === 'https:';
  const port = Number(url.port || (secure ? 443 : 80));
  const hostname = bareHost(url.hostname);
  return new Promise((resolve) => {
    const socket = secure
      ? connectTls({
          host: hostname,
          port,
          servername: isIP(hostname) === 0 ? hostname : '',
          rejectUnauthorized: false,
        })
      : connect({ host: hostname, port });
    // Not once: a reset may follow what has decided already, and nobody else listens.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(
        false,
        error.code === 'ECONNREFUSED'
          ? `Nothing listens at ${host}. Start your receiver.`
          : `${host} cannot be reached: ${error.message}.`,
      ),
    );
    const end = (listening: boolean, sentence: string) => {
      socket.destroy();
      resolve({ listening, address: host, sentence });
    };
    socket.setTimeout(LIMIT_MS, () => end(false, `${host} does not respond.`));
    socket.once(secure ? 'secureConnect' : 'connect', () =>
      end(true, `${host} accepts connections. Nothing has been sent.`),
    );
  });
}

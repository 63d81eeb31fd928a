import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { isListening } from '../../electron/engine/checks/is-listening.ts';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { Cancellation } from '../../electron/engine/sender/transport.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import { SELF_SIGNED } from '../fixtures/certificates.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const quiet = (socket: Socket) => socket.on('error', () => {});

/** A receiver that resets each connection, after the bytes given if the request has come. */
const resetting = (bytes: string | undefined) =>
  listening(
    createServer((socket) => {
      quiet(socket);
      if (bytes === undefined) socket.resetAndDestroy();
      else socket.once('data', () => socket.write(bytes, () => socket.resetAndDestroy()));
    }),
  );

async function resettingOverTls(bytes: string | undefined): Promise<string> {
  const raw = new Set<Socket>();
  const { key, cert } = SELF_SIGNED;
  const server = createTlsServer({ key, cert }, (socket) => {
    quiet(socket);
    const reset = () => {
      for (const one of raw) one.resetAndDestroy();
    };
    if (bytes === undefined) reset();
    else socket.once('data', () => socket.write(bytes, reset));
  });
  server.on('connection', (socket: Socket) => raw.add(quiet(socket)));
  server.on('tlsClientError', () => {});
  return listening(server);
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n';
const STAGES: [string, string | undefined][] = [
  ['at once', undefined],
  ['after the request', ''],
  ['in the status line', 'HTTP/1.1 2'],
  ['in the head', HEAD],
  ['after an interim response', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ['in the body', `${HEAD}\r\nhalf`],
  ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nhalf'],
  ['after the response', `${HEAD}\r\n0123456789`],
  ['behind the response', `${HEAD}\r\n0123456789and more`],
];

/** Attempts one after another over the same client, so that a reset also meets idle connections. */
async function attempts(origin: string): Promise<string[]> {
  const certificates = [{ host: new URL(origin).host, sha256: SELF_SIGNED.sha256 }];
  const transport = new HttpTransport(
    () => [],
    () => certificates,
  );
  closers.push(() => transport.close());
  const resolved = resolveUrl(`${origin}/pb`, '');
  if (!resolved.ok) throw new Error(resolved.reason);
  const outcomes: string[] = [];
  for (let count = 0; count < 8; count += 1) {
    const { outcome } = await transport.send(
      { url: resolved.url, method: 'POST', headers: [['Host', resolved.url.host]], body: Buffer.from('x') },
      { cancellation: new Cancellation(), workspace: '', connectTimeout: 5_000, responseTimeout: 5_000 },
    );
    outcomes.push(outcome);
  }
  return outcomes;
}

// Vitest fails the run for any error that nobody listened to.
describe('a receiver that resets its connections ends no attempt but its own', () => {
  it.each(STAGES)('%s', async (_stage, bytes) => {
    const outcomes = await attempts(`http://${await resetting(bytes)}`);
    for (const outcome of outcomes) expect(outcome).toMatch(/^(?:reset|bad-answer|answered)$/);
    if (bytes?.includes('0123456789') !== true) expect(outcomes).not.toContain('answered');
  });

  it.each(STAGES)('%s, over TLS', async (_stage, bytes) => {
    const outcomes = await attempts(`https://${await resettingOverTls(bytes)}`);
    for (const outcome of outcomes) expect(outcome).toMatch(/^(?:reset|bad-answer|answered|tls-error)$/);
    if (bytes?.includes('0123456789') !== true) expect(outcomes).not.toContain('answered');
  });

  it.each(['http', 'https'])('when it is only asked whether it listens (%s)', async (scheme) => {
    const host = await resetting(undefined);
    for (let count = 0; count < 20; count += 1) {
      const { sentence } = await isListening(`${scheme}://${host}/pb`, { receiverBase: '' });
      expect(sentence).toContain(host);
    }
  });
});

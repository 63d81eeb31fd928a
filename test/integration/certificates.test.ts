import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { type AttemptResult, Cancellation } from '../../electron/engine/sender/transport.ts';
import { refusedCertificate, type TrustedCertificate } from '../../shared/delivery/certificate.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import {
  EXPIRED,
  OTHER_NAME,
  OWN_AUTHORITY,
  RENEWED,
  SELF_SIGNED,
  type TestCertificate,
} from '../fixtures/certificates.ts';

let transport: HttpTransport;
let trusted: TrustedCertificate[];
const closers: (() => unknown)[] = [];

beforeEach(() => {
  trusted = [];
  transport = new HttpTransport(
    () => [],
    () => trusted,
  );
});
afterEach(async () => {
  await transport.close();
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A receiver over TLS; counts connections that stood and requests that came. */
async function receiver({ key, cert }: TestCertificate, wantedPort = 0) {
  const counts = { connections: 0, requests: 0 };
  const server = createServer({ key, cert }, (_request, response) => {
    counts.requests += 1;
    response.end('booked');
  });
  server.on('secureConnection', () => {
    counts.connections += 1;
  });
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  closers.push(close);
  const { port } = server.address() as AddressInfo;
  return { counts, close, port, host: `localhost:${port}` };
}

async function send(host: string): Promise<AttemptResult> {
  const resolved = resolveUrl(`https://${host}/pb`, '');
  if (!resolved.ok) throw new Error(resolved.reason);
  const result = await transport.send(
    { url: resolved.url, method: 'GET', headers: [['Host', resolved.url.host]], body: Buffer.alloc(0) },
    { cancellation: new Cancellation(), workspace: '', connectTimeout: 5_000, responseTimeout: 5_000 },
  );
  // The client gives a connection back in its next turn.
  await new Promise((resolve) => setImmediate(resolve));
  return result;
}

describe('a certificate that nobody vouches for', () => {
  it.each([
    ['a self-signed one', SELF_SIGNED, 'self-signed', 'CN=localhost, O=Partner', '2120-01-01'],
    [
      'one of an unknown authority',
      OWN_AUTHORITY,
      'issued by an unknown authority',
      'CN=localhost',
      '2120-01-01',
    ],
    ['an expired one', EXPIRED, 'expired on 2021-01-01', 'CN=localhost', '2021-01-01'],
    [
      'one of another name',
      OTHER_NAME,
      'self-signed, issued to another name',
      'CN=receiver.example',
      '2120-01-01',
    ],
  ])(
    'is refused before anything is sent, and accepted once its fingerprint is trusted: %s',
    async (_name, certificate, reason, subject, until) => {
      const { host, counts } = await receiver(certificate);
      const first = await send(host);
      expect(first).toMatchObject({ outcome: 'tls-error', status: null });
      expect(counts.requests).toBe(0);
      expect(refusedCertificate(first.cause)).toEqual({
        host,
        sha256: certificate.sha256,
        expected: null,
        reason,
        subject,
        validTo: Date.parse(until),
      });
      expect(first.cause).toContain('sending.certificates in postbench.yaml');
      trusted = [{ host, sha256: certificate.sha256 }];
      expect(await send(host)).toMatchObject({ outcome: 'answered', status: 200 });
      expect(counts.requests).toBe(1);
    },
  );

  it('is trusted for its own host and port only', async () => {
    const { host, counts, port } = await receiver(SELF_SIGNED);
    const other = await receiver(SELF_SIGNED);
    trusted = [{ host, sha256: SELF_SIGNED.sha256 }];
    expect(await send(host)).toMatchObject({ outcome: 'answered' });
    expect(await send(other.host)).toMatchObject({ outcome: 'tls-error' });
    expect(await send(`127.0.0.1:${port}`)).toMatchObject({ outcome: 'tls-error' });
    expect([counts.requests, other.counts.requests]).toEqual([1, 0]);
  });

  it('is refused again, with both fingerprints, when it has changed', async () => {
    const before = await receiver(SELF_SIGNED);
    const { host } = before;
    trusted = [{ host, sha256: SELF_SIGNED.sha256 }];
    expect(await send(host)).toMatchObject({ outcome: 'answered' });
    await before.close();
    const { counts } = await receiver(RENEWED, before.port);
    const changed = await send(host);
    expect(changed).toMatchObject({ outcome: 'tls-error' });
    expect(changed.cause).toContain(`expected ${SELF_SIGNED.sha256}, got ${RENEWED.sha256}`);
    expect(refusedCertificate(changed.cause)).toMatchObject({
      sha256: RENEWED.sha256,
      expected: SELF_SIGNED.sha256,
    });
    expect(counts.requests).toBe(0);
    trusted = [{ host, sha256: RENEWED.sha256 }];
    expect(await send(host)).toMatchObject({ outcome: 'answered' });
  });

  it('is refused again as soon as it is no longer trusted, although a connection stands', async () => {
    const { host, counts } = await receiver(SELF_SIGNED);
    trusted = [{ host, sha256: SELF_SIGNED.sha256 }];
    await send(host);
    expect(await send(host)).toMatchObject({ outcome: 'answered', connectMs: 0 });
    expect(counts.connections).toBe(1);
    trusted = [];
    expect(await send(host)).toMatchObject({ outcome: 'tls-error' });
    expect(counts.requests).toBe(2);
  });

  it('is refused even where the environment asks Node to accept anything', async () => {
    const { host } = await receiver(SELF_SIGNED);
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await send(host)).toMatchObject({ outcome: 'tls-error' });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  it('lets a request that is under way come to its end when it is no longer trusted', async () => {
    const { key, cert, sha256 } = SELF_SIGNED;
    let answer = () => {};
    const server = createServer({ key, cert }, (_request, response) => {
      answer = () => void response.end('late');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const host = `localhost:${(server.address() as AddressInfo).port}`;
    trusted = [{ host, sha256 }];
    const asked = once(server, 'request');
    const underWay = send(host);
    await asked;
    trusted = [];
    expect(await send(host)).toMatchObject({ outcome: 'tls-error' });
    answer();
    expect(await underWay).toMatchObject({ outcome: 'answered', status: 200 });
  });
});

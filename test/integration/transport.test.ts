import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { Cancellation } from '../../electron/engine/sender/transport.ts';
import { isLoopback } from '../../shared/http/this-machine.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import type { SendingSettings } from '../../shared/workspace/schema.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function tcp(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function http(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function send(url: string, settings: Partial<SendingSettings> = {}, cancellation = new Cancellation()) {
  const transport = new HttpTransport(() => settings.allowedHosts ?? []);
  closers.push(() => transport.close());
  const resolved = resolveUrl(url, '');
  if (!resolved.ok) throw new Error(resolved.reason);
  return transport.send(
    { url: resolved.url, method: 'GET', headers: [['A', 'b']], body: Buffer.alloc(0) },
    {
      cancellation,
      workspace: '',
      connectTimeout: 5_000,
      responseTimeout: settings.responseTimeout ?? 5_000,
    },
  );
}

/** Answers each socket's first data with these bytes, then ends or keeps the connection. */
const answering = (text: string, end: boolean) =>
  tcp((socket) => {
    socket.once('data', () => {
      if (end) socket.end(text);
      else socket.write(text);
    });
  });

describe('an attempt', () => {
  it.each([200, 201, 202, 204, 302, 404, 500])(
    'answered %i is told as it came, and a redirect is not followed',
    async (status) => {
      let requests = 0;
      const base = await http((_request, response) => {
        requests += 1;
        response
          .writeHead(status, { location: '/elsewhere', 'X-Odd-Case': '1' })
          .end(status === 204 ? undefined : 'body');
      });
      const result = await send(`${base}/pb`);
      expect(result).toMatchObject({ outcome: 'answered', status });
      expect(result.headers).toContainEqual(['X-Odd-Case', '1']);
      expect(requests).toBe(1);
    },
  );

  it('keeps the first MiB of a long answer and counts the rest', async () => {
    const base = await http((_request, response) => {
      response.end(Buffer.alloc(3 * 1024 * 1024, 'x'));
    });
    const result = await send(base);
    expect(result).toMatchObject({ outcome: 'answered', bodyLength: 3 * 1024 * 1024 });
    expect(result.body).toHaveLength(1024 * 1024);
  });

  it('tells the times of connecting and of the first byte, and that a connection was used before', async () => {
    const base = await http((_request, response) => response.end('x'));
    const transport = new HttpTransport(() => []);
    const resolved = resolveUrl(base, '');
    if (!resolved.ok) throw new Error(resolved.reason);
    const outgoing = {
      url: resolved.url,
      method: 'GET',
      headers: [] as [string, string][],
      body: Buffer.alloc(0),
    };
    const options = {
      cancellation: new Cancellation(),
      workspace: '',
      connectTimeout: 5_000,
      responseTimeout: 5_000,
    };
    const first = await transport.send(outgoing, options);
    // The client gives a connection back in its next turn.
    await new Promise((resolve) => setImmediate(resolve));
    const second = await transport.send(outgoing, options);
    await transport.close();
    expect(first.connectMs).toBeGreaterThan(0);
    expect(first.firstByteMs).toBeGreaterThanOrEqual(first.connectMs!);
    expect(first.durationMs).toBeGreaterThanOrEqual(first.firstByteMs!);
    expect(second.connectMs).toBe(0);
  });

  it('breaks off a body that does not end', async () => {
    const base = await tcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    });
    expect(await send(base)).toMatchObject({ outcome: 'endless-answer', status: 200 });
  });

  it('is a bad answer when its head does not end', async () => {
    const base = await answering(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}`, false);
    expect(await send(base)).toMatchObject({ outcome: 'bad-answer' });
  });

  const failures: [string, () => Promise<string>, string, Partial<SendingSettings>][] = [
    ['a port where nothing listens', async () => 'http://127.0.0.1:1', 'refused', {}],
    [
      'a name that does not resolve but is allowed',
      async () => 'http://receiver.invalid/',
      'unresolvable',
      { allowedHosts: ['receiver.invalid'] },
    ],
    ['a name that is not this machine', async () => 'http://receiver.invalid/', 'not-allowed', {}],
    ['an address that is not this machine', async () => 'http://192.0.2.7/', 'not-allowed', {}],
    ['an IPv6 address that is not this machine', async () => 'http://[2001:db8::1]/', 'not-allowed', {}],
    ['a receiver that never answers', () => tcp(() => {}), 'timeout', { responseTimeout: 40 }],
    [
      'an answer that never ends',
      () => answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal', false),
      'timeout',
      { responseTimeout: 80 },
    ],
    [
      'a connection closed without an answer',
      () => tcp((socket) => socket.once('data', () => socket.end())),
      'reset',
      {},
    ],
    [
      'a connection reset',
      () => tcp((socket) => socket.once('data', () => socket.resetAndDestroy())),
      'reset',
      {},
    ],
    [
      'an answer cut short',
      () => answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal', true),
      'bad-answer',
      {},
    ],
    ['something that is not HTTP', () => answering('220 smtp.example ESMTP\r\n', true), 'bad-answer', {}],
    [
      'TLS where plain HTTP is spoken',
      async () => (await answering('HTTP/1.1 400 Bad\r\n\r\n', true)).replace('http:', 'https:'),
      'tls-error',
      {},
    ],
  ];
  it.each(failures)('to %s has its own outcome', async (_name, server, outcome, settings) => {
    const result = await send(await server(), settings);
    expect(result.outcome, result.cause).toBe(outcome);
    expect(result.cause).not.toBe('');
  });

  it('is broken off when it is cancelled', async () => {
    const cancellation = new Cancellation();
    const base = await tcp((socket) => socket.once('data', () => cancellation.cancel()));
    expect(await send(base, {}, cancellation)).toMatchObject({ outcome: 'cancelled' });
  });

  it('reaches this machine by every name and address of it', async () => {
    const base = await http((_request, response) => response.end());
    const { port } = new URL(base);
    for (const host of ['localhost', 'app.localhost', '127.0.0.1', '127.1', '0x7f000001']) {
      expect((await send(`http://${host}:${port}/`)).outcome, host).toBe('answered');
    }
  });
});

describe('this machine', () => {
  it.each(['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '192.168.1.1',
    '::',
    'fe80::1',
    '::ffff:10.0.0.1',
    '126.0.0.1',
    'localhost',
    '',
  ])('is not %s', (address) => {
    expect(isLoopback(address)).toBe(false);
  });
});

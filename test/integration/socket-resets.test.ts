import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEngine, login } from '../fixtures/client.ts';
import { BIN, type Running, startNode, temporaryFolder } from '../fixtures/command.ts';

/** `postbench serve` in a process of its own: an unhandled error of any socket would end it. */
const folder = temporaryFolder();
let running: Running;
let screen: URL;
let receiver: URL;

beforeAll(async () => {
  const data = join(folder.path, 'data');
  running = startNode([BIN, 'serve', '--no-open', '--port', '0', '--data-dir', data]);
  receiver = new URL((await running.says(/Receiver listening on (\S+)/))[1]!);
  screen = new URL((await running.says(/Postbench is at (\S+)/))[1]!);
});
afterAll(async () => {
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(running.err()).not.toContain('PB_INTERNAL');
  folder[Symbol.dispose]();
});

/** Bytes after which the client resets; with `reads`, once it has received the first byte of a response. */
interface Stage {
  bytes: string | Buffer;
  reads?: boolean;
}

const TIMES = 12;

/** Resolves with the first of these events. `once` of node:events would reject with an error that is meant to happen. */
const firstOf = (socket: Socket, ...events: string[]) =>
  new Promise<void>((done) => {
    for (const event of events) socket.once(event, () => done());
  });

async function reset(port: number, { bytes, reads = false }: Stage): Promise<void> {
  const socket: Socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await firstOf(socket, 'connect', 'close');
  if (socket.destroyed) throw new Error('Nothing listens any more.');
  if (bytes.length > 0) await new Promise<void>((done) => socket.write(bytes, () => done()));
  if (reads) await firstOf(socket, 'data', 'close');
  const closed = firstOf(socket, 'close');
  socket.resetAndDestroy();
  if (!socket.closed) await closed;
}

async function resetAt(port: number, stages: Record<string, Stage>): Promise<void> {
  for (const stage of Object.values(stages)) {
    await Promise.all(Array.from({ length: TIMES }, () => reset(port, stage)));
  }
}

async function expectAlive(): Promise<void> {
  expect((await fetch(new URL('/alive', receiver))).status).toBe(200);
  expect((await fetch(new URL('/index.html', screen))).status).toBeLessThan(500);
  expect(running.child.exitCode, running.err()).toBeNull();
}

/** What any HTTP server meets. */
function httpStages(host: string): Record<string, Stage> {
  const get = `GET / HTTP/1.1\r\nHost: ${host}\r\n`;
  const post = `POST / HTTP/1.1\r\nHost: ${host}\r\n`;
  return {
    connected: { bytes: '' },
    'in the request line': { bytes: 'GET /so' },
    'in the head': { bytes: `${get}Accept: ` },
    'in the body': { bytes: `${post}Content-Length: 100\r\n\r\nhalf` },
    'in a chunk': { bytes: `${post}Transfer-Encoding: chunked\r\n\r\n40\r\nhalf` },
    'between trailers': { bytes: `${post}Transfer-Encoding: chunked\r\n\r\n0\r\nX-Half: ` },
    'waiting for 100 Continue': {
      bytes: `${post}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n`,
      reads: true,
    },
    'with an expectation that nobody has': { bytes: `${post}Expect: a-miracle\r\nContent-Length: 5\r\n\r\n` },
    'after the request': { bytes: `${get}\r\n` },
    'in the response': { bytes: `${get}\r\n`, reads: true },
    'in pipelined responses': { bytes: `${get}\r\n`.repeat(200), reads: true },
    'after garbage': { bytes: '\x16\x03\x01\x02garbage\r\n\r\n' },
    'in the response to garbage': { bytes: 'garbage\r\n\r\n', reads: true },
    'after a head that is too large': { bytes: `${get}X: ${'x'.repeat(2_200_000)}` },
    'after a bad chunk': { bytes: `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, reads: true },
    'after CONNECT': { bytes: `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n` },
    'in the response to CONNECT': {
      bytes: `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      reads: true,
    },
    'in the body of CONNECT': {
      bytes: `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 50\r\n\r\nhalf`,
    },
    'after CONNECT behind a request': {
      bytes: `${get}\r\nCONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      reads: true,
    },
    'after CONNECT behind a body that is refused': {
      bytes: Buffer.concat([
        Buffer.from(`${post}Content-Length: ${11 * 1024 * 1024}\r\n\r\n`),
        Buffer.alloc(11 * 1024 * 1024),
        Buffer.from(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
      ]),
      reads: true,
    },
  };
}

/** The handshake of a WebSocket, with the headers given in place of the usual ones. */
function upgrade(host: string, path: string, headers: Record<string, string> = {}): string {
  const all = {
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    Origin: `http://${host}`,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** A frame of a WebSocket as a client sends it, masked with zeros. */
function frame(first: number, payload: string | Buffer, announced = Buffer.byteLength(payload)): Buffer {
  const head = Buffer.alloc(14);
  head[0] = first;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(announced), 2);
  return Buffer.concat([head, Buffer.from(payload)]);
}

describe('a client that resets its connection at any stage ends neither the screen nor the receiver', () => {
  it('at the receiver', async () => {
    const port = Number(receiver.port);
    await resetAt(port, {
      ...httpStages(receiver.host),
      'after a request to upgrade': { bytes: upgrade(receiver.host, '/') },
      'in the response to an upgrade': { bytes: upgrade(receiver.host, '/'), reads: true },
      'after bytes behind an upgrade': { bytes: `${upgrade(receiver.host, '/')}more`, reads: true },
    });
    await expectAlive();
  });

  it('at the screen', async () => {
    await resetAt(Number(screen.port), {
      ...httpStages(screen.host),
      'in the page': { bytes: `GET /index.html HTTP/1.1\r\nHost: ${screen.host}\r\n\r\n`, reads: true },
    });
    await expectAlive();
  });

  it('in and after the handshake of a WebSocket that is refused', async () => {
    const refused = {
      'another origin': upgrade(screen.host, '/rpc', { Origin: 'http://evil.example' }),
      'another host': upgrade('evil.example', '/rpc'),
      'another path': upgrade(screen.host, '/other'),
      'a bad version': upgrade(screen.host, '/rpc', { 'Sec-WebSocket-Version': '99' }),
      'a bad key': upgrade(screen.host, '/rpc', { 'Sec-WebSocket-Key': 'short' }),
      'another protocol': upgrade(screen.host, '/rpc', { Upgrade: 'h2c' }),
    };
    for (const bytes of Object.values(refused)) {
      await resetAt(Number(screen.port), {
        'in the head': { bytes: bytes.slice(0, -10) },
        'after the head': { bytes },
        'after a byte behind the head': { bytes: `${bytes}x` },
        'in the response': { bytes, reads: true },
      });
    }
    await expectAlive();
  });

  it('in each frame of a WebSocket, before and after its login', async () => {
    const token = screen.searchParams.get('token')!;
    const { session, websocket } = await login(screen.href, { token });
    websocket.terminate();
    const head = Buffer.from(upgrade(screen.host, '/rpc'));
    const greeting = frame(0x81, JSON.stringify({ session }));
    const frames = {
      nothing: Buffer.alloc(0),
      'half a head': Buffer.from([0x81]),
      'half a message': frame(0x81, 'half', 1000),
      'too large a message': frame(0x81, 'half', 1024 * 1024 * 1024),
      'a reserved bit': frame(0xf1, 'x'),
      'an unmasked frame': Buffer.from([0x81, 0x01, 0x78]),
      'text that is no UTF-8': frame(0x81, Buffer.from([0xff, 0xfe])),
      'text that is no message': frame(0x81, 'no message'),
      'JSON that is no message': frame(0x81, '{"i":{},"p":7}'),
      'an unknown call': frame(0x81, '{"i":"1","p":{"u":"/nothing/at/all"}}'),
      'a stream that is followed': frame(0x81, '{"i":"1","p":{"u":"/engine/follow","b":{"json":{}}}}'),
      'bytes that are no message': frame(0x82, Buffer.alloc(300, 0xff)),
      'half a close': frame(0x88, 'half', 100),
      'a bad close': frame(0x88, 'x'),
      'a ping that is too long': frame(0x89, 'x'.repeat(200)),
    };
    for (const bytes of Object.values(frames)) {
      await resetAt(Number(screen.port), {
        'with the handshake': { bytes: Buffer.concat([head, bytes]) },
        'after the handshake': { bytes: Buffer.concat([head, bytes]), reads: true },
        'with the login': { bytes: Buffer.concat([head, greeting, bytes]) },
        'after the login': { bytes: Buffer.concat([head, greeting, bytes]), reads: true },
      });
    }
    await expectAlive();
    const { client, close } = await connectEngine(screen.href);
    expect((await client.captures.list({ limit: 1 })).total).toBeGreaterThan(0);
    close();
  });
});

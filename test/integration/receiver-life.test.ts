import { createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { PostbenchError } from '../../shared/errors.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { latin1, ReceiverRig } from '../fixtures/receiver-rig.ts';

const GET = 'GET /one HTTP/1.1\r\n\r\n';

describe('answers', () => {
  test('are given in turn, the last one repeated', async () => {
    await using rig = await ReceiverRig.start({ statuses: [500, 500, 204] });
    const client = await RawClient.open(rig.port);
    for (let sent = 1; sent <= 5; sent += 1) {
      await client.send(GET);
      await client.answers(sent);
    }
    expect(client.statuses).toEqual([500, 500, 204, 204, 204]);
    expect(rig.all().map((capture) => capture.responseStatus)).toEqual([500, 500, 204, 204, 204]);
    client.destroy();
  });

  test('are not used up by what is no complete request', async () => {
    await using rig = await ReceiverRig.start({ statuses: [201, 202], bodyLimit: 10 });
    for (const bytes of [
      'garbage\r\n\r\n',
      'GET /half',
      'POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n12345678901',
    ]) {
      const client = await RawClient.open(rig.port);
      client.socket.end(bytes);
      await client.closed;
    }
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    expect(await client.answers(1)).toEqual([201]);
    client.destroy();
  });

  test('start over when others are set', async () => {
    await using rig = await ReceiverRig.start({ statuses: [500, 200] });
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    await client.answers(1);
    rig.responses.set('user', [503, 404]);
    expect(rig.responses.statuses).toEqual([503, 404]);
    await client.send(GET + GET);
    expect(await client.answers(3)).toEqual([500, 503, 404]);
    expect(() => rig.responses.set('user', [99])).toThrow(/99 is not between 200 and 599/);
    client.destroy();
  });

  test('carry their reason as text, and no body where HTTP allows none', async () => {
    const now = Date.UTC(2026, 0, 2, 3, 4, 5);
    await using rig = await ReceiverRig.start({ statuses: [404, 204, 205, 304, 299], now: () => now });
    const client = await RawClient.open(rig.port);
    await client.send(GET.repeat(5));
    await client.answers(5);
    // The Date header is real time, whatever the simulator's clock shows.
    const [date = ''] = /\bDate: [^\r]*/.exec(client.text) ?? [];
    expect(Math.abs(Date.parse(date.slice(6)) - Date.now())).toBeLessThan(600_000);
    const common = `${date}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=72\r\n\r\n`;
    const text = (length: number) =>
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${length}\r\n`;
    const expected = [
      `HTTP/1.1 404 Not Found\r\n${text(9)}${common}Not Found`,
      `HTTP/1.1 204 No Content\r\n${common}`,
      `HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n${common}`,
      `HTTP/1.1 304 Not Modified\r\n${common}`,
      `HTTP/1.1 299 Unknown\r\n${text(7)}${common}Unknown`,
    ];
    expect(client.text.replaceAll(/\bDate: [^\r]*/g, date)).toBe(expected.join(''));
    expect(rig.capture(1).response).toEqual({
      status: 404,
      headers: [
        ['Content-Type', 'text/plain; charset=utf-8'],
        ['Content-Length', '9'],
        ['Date', date.slice(6)],
        ['Connection', 'keep-alive'],
        ['Keep-Alive', 'timeout=72'],
      ],
      body: Buffer.from('Not Found').toString('base64'),
    });
    const { receivedAt, virtualAt } = rig.capture(1);
    expect(virtualAt).toBe(now);
    expect(Math.abs(receivedAt! - Date.now())).toBeLessThan(600_000);
    client.destroy();
  });

  test('to HEAD have a length and no body', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send('HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n');
    await client.answers(2);
    expect(client.text).toMatch(/\r\nContent-Length: 2\r\n[\s\S]*\r\n\r\n$/);
    expect(rig.capture(1).response?.body).toBe('');
    client.destroy();
  });
});

const GET_ONE = { head: GET, wire: '', body: '' };
/** Requests in a row whose bodies hold what looks like the end of a head, or like a request. */
const PIPELINED = [
  (n: number) => ({ ...GET_ONE, head: `GET /${n} HTTP/1.1\r\nX: ${n}\r\n\r\n` }),
  (n: number) => ({
    head: `POST /${n} HTTP/1.1\r\nContent-Length: 22\r\n\r\n`,
    wire: 'GET /no HTTP/1.1\r\n\r\n!!',
    body: 'GET /no HTTP/1.1\r\n\r\n!!',
  }),
  (n: number) => ({
    head: `POST /${n} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    wire: '4;x\r\n\r\n\r\n\r\n1\r\na\r\n0\r\nT: 1\r\n\r\n',
    body: '\r\n\r\na',
  }),
];

describe('one connection', () => {
  test('carries pipelined requests, however they are cut into packets, and answers them in order', async () => {
    const statuses = Array.from({ length: 30 }, (_, n) => 200 + n);
    const requests = statuses.map((status, n) => PIPELINED[n % PIPELINED.length]?.(status) ?? GET_ONE);
    const bytes = requests.map(({ head, wire }) => head + wire).join('');
    for (const size of [bytes.length, 1000, 61, 7, 1]) {
      await using rig = await ReceiverRig.start({ statuses });
      const client = await RawClient.open(rig.port);
      client.socket.setNoDelay(true);
      for (let at = 0; at < bytes.length; at += size) await client.send(bytes.slice(at, at + size));
      expect(await client.answers(30)).toEqual(statuses);
      const captures = rig.all();
      expect(captures.map((capture) => capture.responseStatus)).toEqual(statuses);
      const taken = captures.map(({ head, body }) => ({ head: latin1(head), body: latin1(body) }));
      expect(taken).toEqual(requests.map(({ head, body }) => ({ head, body })));
      client.destroy();
    }
  });

  test('is named in its captures', async () => {
    await using rig = await ReceiverRig.start({ attemptOf: (port) => (port > 0 ? 1 : undefined) });
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    const [capture] = await rig.captured(1);
    expect(capture?.remote).toBe(`127.0.0.1:${client.socket.localPort}`);
    client.destroy();
  });
});

describe('storing', () => {
  test('that fails is answered 503 and reported', async () => {
    const errors: unknown[] = [];
    await using rig = await ReceiverRig.start({ onError: (error) => errors.push(error) });
    rig.database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON captures BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    for (const bytes of [GET, 'garbage\r\n\r\n']) {
      const client = await RawClient.open(rig.port);
      await client.send(bytes);
      expect(await client.answers(1)).toEqual([503]);
      client.destroy();
    }
    expect(errors.map(String)).toEqual(['Error: disk full', 'Error: disk full']);
    rig.database.exec('DROP TRIGGER full');
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    expect(await client.answers(1)).toEqual([200]);
    expect(rig.store.count).toBe(1);
    client.destroy();
  });
});

describe('the port', () => {
  /** Takes a port until the test ends. */
  async function occupy(port: number): Promise<Server | undefined> {
    const server = createServer();
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    onTestFinished(() => void server.close());
    return listening ? server : undefined;
  }

  test('that is taken is an error that names it', async () => {
    await using first = await ReceiverRig.start();
    await using second = new ReceiverRig({ port: first.port });
    await expect(second.receiver.start()).rejects.toMatchObject({
      code: 'PB_PORT_TAKEN',
      message: `Port ${first.port} of 127.0.0.1 is taken by another program.`,
      remedy: expect.stringContaining('--port') as string,
    } satisfies Partial<PostbenchError>);
    expect(second.receiver.address).toBe('');
  });

  test('by default moves on from 7300 when that is taken, and says so', async () => {
    await occupy(7300);
    await using rig = await ReceiverRig.start({ port: 'default' });
    expect(rig.port).toBeGreaterThan(7300);
    expect(rig.receiver.note).toBe(`Port 7300 is taken; using port ${rig.port} instead.`);
    expect(rig.receiver.address).toBe(`http://127.0.0.1:${rig.port}`);
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    expect(await client.answers(1)).toEqual([200]);
    client.destroy();
  });

  test('of a host that is not here is refused', async () => {
    await using rig = new ReceiverRig({ host: '192.0.2.1' });
    await expect(rig.receiver.start()).rejects.toMatchObject({ code: 'PB_PORT_REFUSED' });
  });
});

describe('stopping', () => {
  test('keeps what has been read and captures the rest as broken off', async () => {
    await using rig = await ReceiverRig.start();
    const clients = [];
    for (const half of ['POST /half HTTP/1.1\r\nContent-Length: 9\r\n\r\nab', 'GET /head', '']) {
      const client = await RawClient.open(rig.port);
      await client.send(GET + half);
      await client.answers(1);
      clients.push(client);
    }
    await rig.receiver.stop();
    expect(rig.receiver.address).toBe('');
    const states = rig.all().map(({ target, state }) => `${target} ${state}`);
    expect(states.toSorted()).toEqual([
      '/half broken-off',
      '/head broken-off',
      '/one complete',
      '/one complete',
      '/one complete',
    ]);
    for (const client of clients) {
      client.socket.end();
      await client.closed;
    }
  });

  test('answers requests that have arrived', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    const stored = rig.captured(1);
    await client.send(GET.repeat(50));
    await stored;
    await rig.receiver.stop();
    await client.answers(51);
    expect(client.statuses).toHaveLength(rig.store.count);
    client.destroy();
  });

  test('does not wait for a client that never reads its answers', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    client.socket.pause();
    const stored = rig.captured(1);
    const flood = GET.repeat(100_000);
    client.socket.write(flood);
    await stored;
    await rig.receiver.stop();
    expect(rig.store.count).toBeGreaterThan(0);
    client.destroy();
  });

  test('leaves captures that the next start goes on from', async () => {
    await using rig = await ReceiverRig.start();
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    await client.answers(1);
    await rig.receiver.stop();
    const database = openDatabase(rig.folder.path);
    await using again = await ReceiverRig.start({ store: new CaptureStore(database) });
    const other = await RawClient.open(again.port);
    await other.send('GET /two HTTP/1.1\r\n\r\n');
    await other.answers(1);
    expect(rig.all().map(({ id, target }) => [id, target])).toEqual([
      [1, '/one'],
      [2, '/two'],
    ]);
    database.close();
    other.destroy();
  });

  test('and starting again works with the same receiver', async () => {
    await using rig = await ReceiverRig.start();
    await rig.receiver.stop();
    await rig.receiver.stop();
    await rig.receiver.start();
    const client = await RawClient.open(rig.port);
    await client.send(GET);
    expect(await client.answers(1)).toEqual([200]);
    client.destroy();
  });
});

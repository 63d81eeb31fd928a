import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { NOT_LET_IN } from '../../shared/contract/login.ts';
import { connectEngine, login, receiverOf } from '../fixtures/client.ts';
import { type Running, start, temporaryFolder } from '../fixtures/command.ts';
import { followDeliveries } from '../fixtures/lists.ts';

const folder = temporaryFolder();
let running: Running;
let address: URL;

beforeAll(async () => {
  running = start('serve', '--no-open', '--port', '0', '--data-dir', join(folder.path, 'data'));
  const [, url] = await running.says(/Postbench is at (\S+)/);
  address = new URL(url!);
});
afterAll(async () => {
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  folder[Symbol.dispose]();
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: address.port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    outgoing.on('error', reject).end();
  });
}

/** The status that a WebSocket handshake ends with. */
async function handshake(headers: Record<string, string>, path = '/rpc'): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}${path}`, { headers });
  socket.on('error', () => {});
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(
      ([, response]) => (response as { statusCode: number }).statusCode,
    ),
  ]);
  socket.terminate();
  return status;
}

const token = () => address.searchParams.get('token')!;

describe('the screen in the browser', () => {
  it('is on 127.0.0.1 with a long token, and its page needs no login and sets no cookie', async () => {
    expect(address.hostname).toBe('127.0.0.1');
    expect(token().length).toBeGreaterThanOrEqual(32);
    for (const path of [address.pathname + address.search, '/', '/index.html', '/?token=wrong']) {
      const answer = await get(path);
      expect(answer.status, path).toBe(200);
      expect(answer.body).toContain('<div id="root">');
      expect(answer.body).not.toContain(token());
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('trades the token for a session, which lets in again; nothing else does', async () => {
    const { session, websocket } = await login(address.href, { token: token() });
    websocket.terminate();
    expect(session!.length).toBeGreaterThanOrEqual(32);
    expect(session).not.toBe(token());
    const again = await login(address.href, { session: session! });
    expect(again.session).toBe(session);
    again.websocket.terminate();
    for (const message of [
      { token: 'wrong' },
      { token: '' },
      { token: session! },
      { session: token() },
      { session: '' },
      { session: `${session!}x` },
      '{}',
      'null',
      'no JSON',
      JSON.stringify({ session, token: token() }),
      JSON.stringify({ i: '1', p: { u: '/captures/list', b: { json: { limit: 1 } } } }),
    ]) {
      const refused = await login(address.href, message);
      expect(refused, JSON.stringify(message)).toMatchObject({ session: null, code: NOT_LET_IN });
    }
  });

  it('does nothing for a socket before its login, and keeps little of what it sends', async () => {
    const { session, code } = await login(address.href, JSON.stringify({ token: 'x'.repeat(100_000) }));
    expect({ session, code }).toEqual({ session: null, code: 1006 });
    const silent = Array.from({ length: 120 }, () => new WebSocket(`ws://127.0.0.1:${address.port}/rpc`));
    const opened = await Promise.all(
      silent.map(
        (socket) =>
          new Promise<boolean>((resolve) => {
            socket.on('open', () => resolve(true)).on('error', () => resolve(false));
          }),
      ),
    );
    expect(opened.filter(Boolean)).toHaveLength(100);
    for (const socket of silent) socket.terminate();
    await Promise.all(
      silent
        .filter((socket) => socket.readyState !== WebSocket.CLOSED)
        .map((socket) => once(socket, 'close')),
    );
    const { client, close } = await connectEngine(address.href);
    expect(await client.captures.list({ limit: 1 })).toMatchObject({ total: 0 });
    close();
  });

  it('refuses a foreign Host, as DNS rebinding sends it', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${address.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `localhost.evil.example:${address.port}`,
    ]) {
      expect((await get('/', { host })).status, host).toBe(403);
      expect((await get(address.pathname + address.search, { host })).status, host).toBe(403);
      expect(await handshake({ host }), host).toBe(403);
    }
  });

  it('refuses a foreign Origin', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${address.port}`,
      'http://127.0.0.1:1',
    ]) {
      expect((await get('/', { origin })).status, origin).toBe(403);
      expect(await handshake({ origin }), origin).toBe(403);
    }
    expect(await handshake({ origin: address.origin })).toBe(101);
    expect(await handshake({ origin: address.origin }, '/other')).toBe(404);
  });

  it('allows no foreign scripts, frames or readers', async () => {
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await get('/../package.json')).status).not.toBe(200);
    expect((await get('/%2e%2e/node/cli.js')).status).not.toBe(200);
  });

  it('gives a new address only to who can read the data folder, and to no page', async () => {
    const file = join(folder.path, 'data', 'screen.json');
    const { origin, key } = JSON.parse(readFileSync(file, 'utf8')) as { origin: string; key: string };
    expect(origin).toBe(address.origin);
    const ask = (headers: Record<string, string>) => fetch(`${origin}/address`, { method: 'POST', headers });
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Bearer ${token()}` }])
      expect((await ask(headers as Record<string, string>)).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${key}`, origin })).status).toBe(401);
    const given = await (await ask({ authorization: `Bearer ${key}` })).text();
    expect(given).not.toBe(address.href);
    (await connectEngine(given)).close();
  });

  it('is refused by a second engine on the same data folder, which names the first', async () => {
    await using second = start('serve', '--no-open', '--port', '0', '--data-dir', join(folder.path, 'data'));
    expect(await second.ended).toBe(2);
    expect(second.err()).toContain('PB_DATA_FOLDER_IN_USE');
    expect(second.err()).toMatch(/\b\d+\b/);
  });
});

describe('the contract over the WebSocket', () => {
  const connect = () => connectEngine(address.href);

  it('carries captures and activity over a cut of the connection without a gap or a double', async () => {
    const first = await connect();
    const receiver = await receiverOf(first.client);
    const post = (from: number, to: number) =>
      Promise.all(
        Array.from({ length: to - from }, (_, i) =>
          fetch(`${receiver}/n?n=${from + i}`).then((r) => r.text()),
        ),
      );

    const seen: number[] = [];
    let after = 0;
    const collect = async (client: EngineClient, until: number) => {
      for await (const { rows } of await client.captures.follow({ after })) {
        for (const { id, target } of rows) {
          after = id;
          const n = /\/n\?n=(\d+)/.exec(target)?.[1];
          if (n !== undefined) seen.push(Number(n));
        }
        if (seen.length >= until) return;
      }
    };
    await post(0, 700);
    await collect(first.client, 350);
    first.close();
    await post(700, 1200);
    const second = await connect();
    await collect(second.client, 1200);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1200 }, (_, i) => i));
    second.close();
  });

  it('refuses wrong input and names errors by their code, with a remedy', async () => {
    const { client, close } = await connect();
    await expect(client.captures.list({ limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.activity.track({ amount: '1,50' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(client.captures.get({ id: 9_999_999 })).rejects.toMatchObject({
      code: 'PB_CAPTURE_UNKNOWN',
      data: { remedy: expect.stringMatching(/./) as string },
    });
    await expect(client.activity.track({ amount: '10', program: 'Nobody' })).rejects.toMatchObject({
      code: 'PB_ARGUMENT_INVALID',
    });
    const view = await client.activity.track({ amount: '10.00' });
    expect(view.next).toEqual(['modify', 'reverse', 'approve']);
    await expect(client.activity.restore({ key: view.key })).rejects.toMatchObject({
      code: 'PB_TRANSITION_ILLEGAL',
      message: expect.stringContaining('not reversed') as string,
    });
    await expect(
      client.activity.reverse({ key: view.key, reason: 'OTHER', to: 'http://192.0.2.1/' }),
    ).rejects.toMatchObject({
      code: 'PB_HOST_NOT_ALLOWED',
    });
    close();
  });

  it('runs a scenario that can be followed live, step by step, to its end', async () => {
    const { client, close } = await connect();
    const { runId } = await client.activity.run({ file: 'purchase-reversal.yaml', seed: 3 });
    let deliveries: string[] = [];
    for await (const { batch, deliveries: told } of followDeliveries(client)) {
      const ended = told.filter((delivery) => delivery.runId === runId && delivery.state === 'delivered');
      deliveries = [...new Set([...deliveries, ...ended.map(({ id }) => String(id))])];
      if (batch.runs.some(({ id, state }) => id === runId && state === 'finished')) break;
    }
    expect(deliveries).toHaveLength(5);
    const { rows } = await client.captures.list({ limit: 5 });
    expect(rows.map(({ delivery }) => `${delivery?.event} ${delivery?.attemptNumber}`)).toEqual([
      'reversed 1',
      'restored 1',
      'reversed 1',
      'modified 1',
      'tracked 1',
    ]);
    close();
  });

  it('tells every screen when a stepped clock moves on, also where nothing was due', async () => {
    const { client, close } = await connect();
    const before = await client.clock.set({ mode: 'stepped' });
    const seen: number[] = [];
    let stepped = false;
    for await (const { now, mode } of await client.clock.follow()) {
      seen.push(now);
      if (!stepped && mode === 'stepped') {
        stepped = true;
        await client.clock.step({ by: 60_000 });
      }
      if (now >= before.now + 60_000) break;
    }
    expect(seen.at(-1)).toBe(before.now + 60_000);
    close();
  });
});

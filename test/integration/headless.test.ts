import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { connectEngine, receiverOf } from '../fixtures/client.ts';
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

async function cookie(): Promise<string> {
  const { headers } = await get(address.pathname + address.search);
  return String(headers['set-cookie']).split(';')[0]!;
}

describe('the screen in the browser', () => {
  it('is on 127.0.0.1 with a long token, which is traded for a strict cookie and leaves the address', async () => {
    expect(address.hostname).toBe('127.0.0.1');
    expect(address.searchParams.get('token')!.length).toBeGreaterThanOrEqual(32);
    const answer = await get(address.pathname + address.search);
    expect(answer).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
    const page = await get('/', { cookie: await cookie() });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div id="root">');
    const again = await get(address.pathname + address.search, { cookie: await cookie() });
    expect(again).toMatchObject({ status: 303, headers: { location: '/' } });
  });

  it('tells no page and no socket anything without the token', async () => {
    for (const path of ['/', '/index.html', '/assets/x.js', '/?token=', '/?token=wrong', '/nothing']) {
      const answer = await get(path);
      expect(answer.status, path).toBe(401);
      expect(answer.body).toContain('Open the address that Postbench printed');
    }
    expect(await handshake({})).toBe(401);
    expect(await handshake({ cookie: `postbench_${address.port}=wrong` })).toBe(401);
  });

  it('refuses a foreign Host, as DNS rebinding sends it, even with the token', async () => {
    const good = await cookie();
    for (const host of [
      'evil.example',
      `evil.example:${address.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `localhost.evil.example:${address.port}`,
    ]) {
      expect((await get('/', { host, cookie: good })).status, host).toBe(403);
      expect((await get(address.pathname + address.search, { host })).status, host).toBe(403);
      expect(await handshake({ host, cookie: good }), host).toBe(403);
    }
  });

  it('refuses a foreign Origin, even with the token', async () => {
    const good = await cookie();
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${address.port}`,
      'http://127.0.0.1:1',
    ]) {
      expect((await get('/', { origin, cookie: good })).status, origin).toBe(403);
      expect(await handshake({ origin, cookie: good }), origin).toBe(403);
    }
    expect(await handshake({ origin: address.origin, cookie: good })).toBe(101);
    expect(await handshake({ origin: address.origin, cookie: good }, '/other')).toBe(404);
  });

  it('allows no foreign scripts, frames or readers', async () => {
    const { headers } = await get('/', { cookie: await cookie() });
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await get('/../package.json', { cookie: await cookie() })).status).not.toBe(200);
    expect((await get('/%2e%2e/node/cli.js', { cookie: await cookie() })).status).not.toBe(200);
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

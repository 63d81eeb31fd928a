import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { drawFrom } from '../../shared/domain/random.ts';
import { ROOT, startNode, temporaryFolder } from '../fixtures/command.ts';

const KILLS = 50;
const DELIVERIES = 900;
const SEED = Number(process.env.POSTBENCH_SEED ?? Date.now() % 1_000_000);

describe('the outbox', () => {
  it(`loses nothing over ${KILLS} kills at random moments, and repeats only what was in flight (seed ${SEED})`, async () => {
    const draw = drawFrom(SEED, 'kills');
    /** How often each delivery arrived, and was answered with 200. */
    const arrived = new Map<number, number>();
    let requests = 0;
    let killAt = Number.POSITIVE_INFINITY;
    let kill = () => {};
    const server = createServer((request, response) => {
      const n = Number(/n=(\d+)/.exec(request.url ?? '')?.[1]);
      requests += 1;
      // Every fifth request fails, so that retries are under way too.
      const status = requests % 5 === 0 ? 503 : 200;
      if (status === 200) arrived.set(n, (arrived.get(n) ?? 0) + 1);
      if (requests >= killAt) kill();
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    using folder = temporaryFolder();
    const child = (count: number) =>
      startNode([join(ROOT, 'test/fixtures/sender-child.ts'), folder.path, base, String(count)]);

    for (let round = 0; round < KILLS; round += 1) {
      await using running = child(round === 0 ? DELIVERIES : 0);
      killAt = requests + draw(1, 17);
      kill = () => running.child.kill('SIGKILL');
      expect(await running.ended, running.err()).toBe('SIGKILL');
    }
    killAt = Number.POSITIVE_INFINITY;
    await using last = child(0);
    expect(await last.ended, last.err()).toBe(0);
    server.close();

    const database = openDatabase(folder.path);
    const { deliveries } = new ActivityStore(database, () => 0).after(0, DELIVERIES + 1);
    database.close();
    expect(deliveries).toHaveLength(DELIVERIES);
    let unknown = 0;
    for (const { actionId, state, attempts } of deliveries) {
      const n = Number(actionId.split('.')[2]);
      expect(state, actionId).toBe('delivered');
      const marked = attempts.filter(({ outcome }) => outcome === 'unknown').length;
      unknown += marked;
      // Acknowledged ones are never sent again: whatever came twice was marked unknown.
      expect(arrived.get(n), actionId).toBeGreaterThanOrEqual(1);
      expect(arrived.get(n), actionId).toBeLessThanOrEqual(1 + marked);
    }
    expect(unknown).toBeGreaterThan(0);
  }, 180_000);
});

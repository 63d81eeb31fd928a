import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { drawFrom } from '../../shared/domain/random.ts';
import { ROOT, startNode, temporaryFolder } from '../fixtures/command.ts';

/** A fast clock has one delivery due each millisecond and retries; a real one a backlog that leaves in large batches. */
const CASES = [
  { mode: 'fast', kills: 50, deliveries: 900, failing: 5, apart: 17 },
  { mode: 'real', kills: 15, deliveries: 6000, failing: Number.POSITIVE_INFINITY, apart: 400 },
];
const SEED = Number(process.env.POSTBENCH_SEED ?? Date.now() % 1_000_000);

describe('the outbox', () => {
  it.each(CASES)(
    `loses nothing over $kills kills at random moments of a $mode clock, and repeats only what was in flight (seed ${SEED})`,
    async ({ mode, kills, deliveries: made, failing, apart }) => {
      const draw = drawFrom(SEED, 'kills');
      /** How often each delivery arrived, and was answered with 200. */
      const arrived = new Map<number, number>();
      let requests = 0;
      let killAt = Number.POSITIVE_INFINITY;
      let kill = () => {};
      const server = createServer((request, response) => {
        const n = Number(/n=(\d+)/.exec(request.url ?? '')?.[1]);
        requests += 1;
        // Some fail, so that retries are under way too.
        const status = requests % failing === 0 ? 503 : 200;
        if (status === 200) arrived.set(n, (arrived.get(n) ?? 0) + 1);
        if (requests >= killAt) kill();
        response.writeHead(status).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      using folder = temporaryFolder();
      const child = (count: number) =>
        startNode([join(ROOT, 'test/fixtures/sender-child.ts'), folder.path, base, String(count), mode]);

      for (let round = 0; round < kills; round += 1) {
        await using running = child(round === 0 ? made : 0);
        killAt = requests + draw(1, apart);
        kill = () => running.child.kill('SIGKILL');
        expect(await running.ended, running.err()).toBe('SIGKILL');
      }
      killAt = Number.POSITIVE_INFINITY;
      await using last = child(0);
      expect(await last.ended, last.err()).toBe(0);
      server.close();

      const database = openDatabase(folder.path);
      const deliveries = new ActivityStore(database).deliveriesAfter(0, made + 1);
      database.close();
      expect(deliveries).toHaveLength(made);
      let unknown = 0;
      for (const { subjectId, state, attempts } of deliveries) {
        const n = Number(subjectId.split('.')[2]);
        expect(state, subjectId).toBe('delivered');
        const marked = attempts.filter(({ outcome }) => outcome === 'unknown').length;
        unknown += marked;
        // Acknowledged ones are never sent again: whatever came twice was marked unknown.
        expect(arrived.get(n), subjectId).toBeGreaterThanOrEqual(1);
        expect(arrived.get(n), subjectId).toBeLessThanOrEqual(1 + marked);
      }
      expect(unknown).toBeGreaterThan(0);
    },
    180_000,
  );
});

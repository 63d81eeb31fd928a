import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { drawFrom } from '../../shared/domain/random.ts';
import { connectEngine } from '../fixtures/client.ts';
import { partnerReceiver, start, temporaryFolder } from '../fixtures/command.ts';
import { storedActions } from '../fixtures/lists.ts';

const KILLS = 15;
/** Actions that are made at the same time. */
const TOGETHER = 8;
const SEED = Number(process.env.POSTBENCH_SEED ?? Date.now() % 1_000_000);

/** No processing time, no minimum delay, and retries within moments of real time. */
const WORKSPACE = `name: Kills
world:
  partner: { id: "7", name: Tester }
  programs:
    - { id: "1000", name: Acme, timeZone: Europe/Berlin, currency: EUR, eventTypes: [{ id: "1", name: Purchase, payout: 5 % }] }
sending:
  profile: soon
  processing: none
`;
const PROFILE = `name: Soon
success: 200-201
retryOn: every failure
final4xx: false
retries: until success
schedule: { type: fixed, wait: 20 ms }
jitter: 0
honourRetryAfter: false
switchOff: false
connectTimeout: 10 s
responseTimeout: 30 s
inFlight: 10
userAgent: Test
processing: { action: [0, 0], inquiry: [0, 0], catalog: [0, 0] }
`;

describe('the whole app', () => {
  it(`loses nothing over ${KILLS} kills at random moments, and repeats only what was in flight (seed ${SEED})`, async () => {
    const draw = drawFrom(SEED, 'kills of the app');
    // Two of five are refused at first; after that everything is accepted.
    await using partner = await partnerReceiver(
      ...Array.from({ length: 1_000 }, (_, n) => (n % 5 < 2 ? 503 : 200)),
      200,
    );
    using folder = temporaryFolder();
    const workspace = join(folder.path, 'workspace');
    for (const name of ['postbacks', 'profiles']) mkdirSync(join(workspace, name), { recursive: true });
    writeFileSync(join(workspace, 'postbench.yaml'), WORKSPACE);
    writeFileSync(join(workspace, 'profiles', 'soon.yaml'), PROFILE);
    writeFileSync(
      join(workspace, 'postbacks', 'one.yaml'),
      `name: One\nurl: ${partner.base}/pb?id={ActionId}&status={Status}&pay={Payout}\n`,
    );
    const dataFolder = join(folder.path, 'data');
    const serve = async () => {
      const running = start('serve', '--no-open', '--port', '0', '--data-dir', dataFolder);
      const [, url] = await running.says(/Postbench is at (\S+)/);
      return { running, ...(await connectEngine(url!)) };
    };

    /** Ids of actions that the API answered with: these must not be lost. */
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const { running, client, close } = await serve();
      if (round === 0) await client.workspace.open({ folder: workspace });
      const killAt = acknowledged.length + draw(1, 40);
      const make = async () => {
        while (acknowledged.length < killAt) {
          const { action } = await client.activity.track({ amount: '10.00' });
          acknowledged.push(action.id);
        }
        running.child.kill('SIGKILL');
      };
      // The others find their connection gone in the middle of what they ask for.
      const makers = Promise.allSettled(Array.from({ length: TOGETHER }, make));
      expect(await running.ended, running.err()).toBe('SIGKILL');
      close();
      await makers;
    }
    const last = await serve();
    for await (const { outbox } of await last.client.engine.follow()) {
      if (outbox.waiting + outbox.inFlight === 0) break;
    }
    last.running.child.kill('SIGTERM');
    expect(await last.running.ended, last.running.err()).toBe(0);
    last.close();

    const books = await partner.books();
    const database = openDatabase(dataFolder);
    const store = new ActivityStore(database);
    const deliveries = store.deliveriesAfter(0, 100_000);
    const actions = storedActions(store);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
    const stored = new Set(actions.map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(deliveries.map(({ subjectId }) => subjectId).toSorted()).toEqual([...stored].toSorted());
    const arrivals = new Map<string, number>();
    for (const target of books.targets) {
      const id = new URL(target, partner.base).searchParams.get('id')!;
      arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
    }
    let refused = 0;
    for (const { subjectId, state, attempts } of deliveries) {
      const count = (outcome: string) => attempts.filter((attempt) => attempt.outcome === outcome).length;
      const [delivered, unknown] = [count('delivered'), count('unknown')];
      refused += count('not-accepted');
      expect(state, subjectId).toBe('delivered');
      expect(delivered, subjectId).toBe(1);
      // Each request that came is an attempt in the store; one marked unknown may not have come.
      const came = arrivals.get(subjectId) ?? 0;
      expect(came, subjectId).toBeLessThanOrEqual(attempts.length);
      expect(came, subjectId).toBeGreaterThanOrEqual(attempts.length - unknown);
      // What was accepted is sent again only where the answer was not on disk yet.
      const booked = books.actions[subjectId]!.history.length;
      expect(booked, subjectId).toBeGreaterThanOrEqual(1);
      expect(booked, subjectId).toBeLessThanOrEqual(1 + unknown);
    }
    expect(refused).toBeGreaterThan(0);
  }, 120_000);
});

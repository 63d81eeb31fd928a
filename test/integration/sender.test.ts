import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../electron/engine/clock.ts';
import type { PostbackKey } from '../../electron/engine/sender/queues.ts';
import { Maintenance } from '../../electron/engine/world/maintenance.ts';
import { ATTEMPT_OUTCOMES } from '../../shared/delivery/outcome.ts';
import type { SenderProfile } from '../../shared/delivery/profile.ts';
import { SAMPLE_TIME } from '../../shared/domain/samples.ts';
import { answer, failure, fullestSecond, SendingRig } from '../fixtures/sending.ts';

const MINUTE = 60_000;
/** The assumed spacing of impact.com's retries, in minutes after the first attempt. */
const SCHEDULE = [0, 1, 6, 21, 81, 201, 381, 621, 981, 1341, 1701, 2061, 2541, 3021, 3501, 3981];

describe('sending in fast-forward', () => {
  it('uses the whole schedule of three days for a receiver that never accepts, to the millisecond, twice', async () => {
    const once = async () => {
      await using rig = new SendingRig({ transport: () => answer(500) });
      rig.deliver([0, 5]);
      await rig.sender.idle();
      return rig.deliveries().map(({ state, attempts }) => ({
        state,
        times: attempts.map(({ dueAt, sentAt, nextAt }) => [dueAt, sentAt, nextAt]),
      }));
    };
    const first = await once();
    expect(first[0]!.state).toBe('given-up');
    expect(first[0]!.times.map(([, sentAt]) => (sentAt! - SAMPLE_TIME) / MINUTE)).toEqual(SCHEDULE);
    expect(first[0]!.times.at(-1)![2]).toBeNull();
    expect(await once()).toEqual(first);
  });

  it('never has more than the limit in any second, retries and catch-up included, and uses it with a backlog', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 2, max: 5 }),
        async (limit, dueAfter, failEvery) => {
          await using rig = new SendingRig({
            transport: ({ n }) => answer(n % failEvery === 0 ? 503 : 200),
            profile: { retries: 2, schedule: { type: 'fixed', wait: 300 } },
            postback: { maximumRequestsPerSecond: limit },
          });
          rig.deliver(dueAfter);
          await rig.sender.idle();
          const attempts = rig.deliveries().flatMap((delivery) => delivery.attempts);
          expect(fullestSecond(attempts.map(({ sentAt }) => sentAt))).toBeLessThanOrEqual(limit);
          for (const { dueAt, sentAt, rateWaitMs } of attempts) expect(sentAt - dueAt).toBe(rateWaitMs);
        },
      ),
      { numRuns: 25 },
    );
    await using rig = new SendingRig({ postback: { maximumRequestsPerSecond: 50 } });
    rig.deliver(Array(1000).fill(0));
    await rig.sender.idle();
    const times = rig.deliveries().map(({ attempts }) => attempts[0]!.sentAt);
    const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
    expect(950 / seconds / 50).toBeGreaterThan(0.98);
  });

  it('never has two deliveries of one action under way together, and at most the in-flight maximum of one postback', async () => {
    let underWay = 0;
    let most = 0;
    const actions = new Set<number>();
    await using rig = new SendingRig({
      transport: async ({ n }) => {
        const action = n % 7;
        expect(actions.has(action)).toBe(false);
        actions.add(action);
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        actions.delete(action);
        return answer(200);
      },
      profile: { inFlight: 4 },
    });
    for (let n = 0; n < 70; n += 1) rig.deliver([0], { subjectKey: n % 7 });
    await rig.sender.idle();
    expect(rig.sent).toHaveLength(70);
    expect(most).toBe(4);
  });

  it('keeps the backlog of a maintenance and sends it at once afterwards, under the limit', async () => {
    await using rig = new SendingRig({
      postback: { maximumRequestsPerSecond: 10 },
      clock: new Clock(SAMPLE_TIME, 'stepped'),
    });
    const maintenance = new Maintenance(rig.store, rig.sender, rig.clock, null);
    maintenance.announce();
    maintenance.start();
    rig.deliver(Array.from({ length: 40 }, (_, i) => i * 1000));
    await rig.clock.step(60 * MINUTE);
    expect(rig.clock.now()).toBe(SAMPLE_TIME + 60 * MINUTE);
    expect(rig.sent).toHaveLength(0);
    maintenance.end();
    rig.clock.set('fast');
    await rig.sender.idle();
    const attempts = rig.deliveries().map((delivery) => delivery.attempts[0]!);
    expect(Math.min(...attempts.map(({ sentAt }) => sentAt))).toBe(SAMPLE_TIME + 60 * MINUTE);
    expect(Math.max(...attempts.map(({ sentAt }) => sentAt)) - SAMPLE_TIME - 60 * MINUTE).toBeLessThan(4_000);
    expect(fullestSecond(attempts.map(({ sentAt }) => sentAt))).toBe(10);
    for (const { dueAt, sentAt, maintenanceWaitMs, rateWaitMs } of attempts) {
      expect(maintenanceWaitMs + rateWaitMs).toBe(sentAt - dueAt);
    }
    expect(rig.store.after(0, 10).maintenance).toMatchObject([
      { startedAt: SAMPLE_TIME, endedAt: SAMPLE_TIME + 60 * MINUTE },
    ]);
  });

  it('judges by the success and error response, decompressed', async () => {
    const { gzipSync } = await import('node:zlib');
    const bodies = ['OK booked', 'OK but ERROR', 'nothing'];
    await using rig = new SendingRig({
      transport: ({ n }) => {
        const result = answer(200, '', [['Content-Encoding', 'gzip']]);
        return { ...result, body: gzipSync(bodies[n]!) };
      },
      profile: { retries: 0 },
      postback: { successResponse: 'OK', errorResponse: 'ERROR' },
    });
    rig.deliver([0, 0, 0]);
    await rig.sender.idle();
    expect(rig.deliveries().map(({ state }) => state)).toEqual(['delivered', 'given-up', 'given-up']);
  });

  it('goes on with the others whatever comes of one: every outcome followed by every outcome', async () => {
    const silent = ATTEMPT_OUTCOMES.filter(
      (outcome) =>
        !['in-flight', 'delivered', 'not-accepted', 'unknown', 'cancelled', 'dropped'].includes(outcome),
    ) as Parameters<typeof failure>[0][];
    const results = [...silent.map(failure), answer(200), answer(204), answer(302), answer(404), answer(500)];
    const pairs = results.flatMap((first) => results.map((second) => [first, second] as const));
    const tries = new Map<number, number>();
    await using rig = new SendingRig({
      transport: ({ n }) => {
        const tried = tries.get(n) ?? 0;
        tries.set(n, tried + 1);
        return pairs[n]![Math.min(tried, 1)]!;
      },
      profile: { retries: 2 },
    });
    rig.deliver(pairs.map(() => 0));
    await rig.sender.idle();
    for (const { state, attempts } of rig.deliveries()) {
      const last = attempts.at(-1)!;
      expect(state).toBe(last.outcome === 'delivered' ? 'delivered' : 'given-up');
      expect(last.nextAt).toBeNull();
      for (const [index, attempt] of attempts.slice(1).entries())
        expect(attempt.dueAt).toBe(attempts[index]!.nextAt);
      const detail = rig.store.attempt(attempts[0]!.id)!;
      expect(detail.next.sentence).not.toBe('');
      const waited = detail.next.parts.reduce((sum, { ms }) => sum + ms, 0);
      if (attempts[0]!.nextAt !== null) expect(waited).toBe(attempts[0]!.nextAt - attempts[0]!.endedAt!);
    }
  });

  it('loses an answer on purpose: the receiver has it, the platform sends it again, and the log says so', async () => {
    await using rig = new SendingRig();
    rig.deliver([0], { intended: 'lose-answer' });
    await rig.sender.idle();
    const [delivery] = rig.deliveries();
    expect(rig.sent).toHaveLength(2);
    expect(delivery).toMatchObject({ state: 'delivered', intended: 'lose-answer' });
    expect(delivery!.attempts.map(({ outcome, intended }) => [outcome, intended])).toEqual([
      ['timeout', 'lose-answer'],
      ['delivered', ''],
    ]);
  });

  it('switches a postback off after ten failures in a row, as Everflow does, and gives up what waits', async () => {
    await using rig = new SendingRig({
      transport: () => answer(500),
      profile: { switchOff: { failures: 10, within: 72 * 60 * MINUTE }, retries: 0, inFlight: 1 },
    });
    rig.deliver(Array.from({ length: 30 }, (_, i) => i));
    await rig.sender.idle();
    expect(rig.sent).toHaveLength(10);
    expect(rig.deliveries().every(({ state }) => state === 'given-up')).toBe(true);
  });

  it('keeps a postback off for what comes later, also after a restart, until it is switched on again', async () => {
    const options = {
      transport: () => answer(500),
      profile: { switchOff: { failures: 3, within: 72 * 60 * MINUTE }, retries: 0, inFlight: 1 },
    };
    const switches = (rig: SendingRig) => ({
      isOff: ({ workspace, postbackFile }: PostbackKey) =>
        rig.store.outbox.switchedOff(workspace).find(({ file }) => file === postbackFile)?.sentence,
      failuresInARow: ({ workspace, postbackFile }: PostbackKey, most: number) =>
        rig.store.outbox.failuresInARow(workspace, postbackFile, most),
      switchOff: ({ workspace, postbackFile }: PostbackKey, at: number, sentence: string) =>
        rig.store.outbox.switchOff({ workspace, file: postbackFile, at, sentence }),
    });
    await using rig = new SendingRig({ ...options, switches });
    rig.deliver([0, 1]);
    await rig.sender.idle();
    expect(rig.store.outbox.switchedOff('')).toEqual([]);
    // The third failure in a row is counted by another sender than the first two.
    await rig.restart();
    rig.deliver([10, 20]);
    await rig.sender.idle();
    expect(rig.sent).toHaveLength(3);
    expect(rig.store.outbox.switchedOff('')).toMatchObject([
      { file: 'rig', sentence: expect.stringContaining('3 failures in a row') as string },
    ]);
    await rig.restart();
    const [later] = rig.deliver([30]);
    await rig.sender.idle();
    expect(rig.sent).toHaveLength(3);
    expect(rig.deliveries().find(({ id }) => id === later)).toMatchObject({
      state: 'given-up',
      attempts: [],
    });
    expect(rig.store.outbox.switchOn('', 'rig')).toBe(true);
    rig.sender.switchOn({ workspace: '', postbackFile: 'rig' });
    rig.deliver([40]);
    await rig.sender.idle();
    expect(rig.sent).toHaveLength(4);
  });

  it('tries again by hand what was given up, and sends at once what waits', async () => {
    let up = false;
    await using rig = new SendingRig({ transport: () => answer(up ? 200 : 500), profile: { retries: 0 } });
    const ids = rig.deliver([0, 0]);
    await rig.sender.idle();
    up = true;
    for (const id of rig.store.outbox.givenUp(null)) rig.store.outbox.revive(id, rig.clock.now());
    rig.sender.enqueue(rig.store.outbox.open(ids));
    await rig.sender.idle();
    expect(rig.deliveries().map(({ state, attempts }) => [state, attempts.length])).toEqual([
      ['delivered', 2],
      ['delivered', 2],
    ]);
    rig.clock.pause(true);
    const [late] = rig.deliver([10 * 24 * 60 * MINUTE]);
    expect(rig.sender.retryNow(late!)).toBe(true);
    rig.clock.pause(false);
    await rig.sender.idle();
    expect(rig.deliveries().at(-1)!.attempts[0]!.sentAt).toBeLessThan(SAMPLE_TIME + MINUTE);
  });

  it('sends at the same moments whether it stores attempts one by one or many together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 9 })), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 4 }),
        async (deliveries, wait, inFlight) => {
          const play = async (switchOff: SenderProfile['switchOff']) => {
            let answers = 0;
            await using rig = new SendingRig({
              // Answers in turn, whoever asks: any other order of sending would show.
              transport: () => {
                answers += 1;
                return answer(answers % 3 === 0 ? 500 : 200);
              },
              profile: { retries: 3, schedule: { type: 'fixed', wait }, inFlight, switchOff },
            });
            for (const [after, subjectKey] of deliveries) rig.deliver([after], { subjectKey });
            await rig.sender.idle();
            return rig.deliveries().map(({ state, attempts }) => ({
              state,
              attempts: attempts.map(({ number, dueAt, sentAt, endedAt, status, nextAt }) => ({
                number,
                dueAt,
                sentAt,
                endedAt,
                status,
                nextAt,
              })),
            }));
          };
          // Where a failure may switch the postback off, nothing is looked ahead; so many there never are.
          const oneByOne = await play({ failures: 100_000, within: 1 });
          expect(await play(false)).toEqual(oneByOne);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes back what was to leave together when something comes between', async () => {
    let rig: SendingRig | undefined;
    await using made = new SendingRig({
      transport: ({ n }) => {
        if (n === 40) rig!.clock.pause(true);
        return answer(200);
      },
    });
    rig = made;
    const ids = made.deliver(Array.from({ length: 100 }, (_, i) => i * 10));
    await expect.poll(() => made.clock.paused).toBe(true);
    await expect.poll(() => made.deliveries().filter(({ state }) => state === 'delivered').length).toBe(41);
    const waiting = made.deliveries().filter(({ state }) => state === 'waiting');
    expect(waiting).toHaveLength(59);
    expect(waiting.every(({ attempts }) => attempts.length === 0)).toBe(true);
    expect(made.sender.cancel(ids.at(-1)!)).toBe(true);
    made.clock.pause(false);
    await made.sender.idle();
    expect(made.deliveries().map(({ state }) => state)).toEqual([
      ...Array(99).fill('delivered'),
      'cancelled',
    ]);
    expect(made.sent.map(({ n }) => n)).toEqual(Array.from({ length: 99 }, (_, i) => i));
  });

  it('sends nothing new while its clock is paused, and ends what is in flight', async () => {
    const open: (() => void)[] = [];
    await using rig = new SendingRig({
      transport: () => new Promise((resolve) => open.push(() => resolve(answer(200)))),
      profile: { inFlight: 1 },
    });
    rig.deliver([0, 0]);
    await expect.poll(() => open.length).toBe(1);
    rig.clock.pause(true);
    open[0]!();
    await expect.poll(() => rig.deliveries()[0]!.state).toBe('delivered');
    expect(rig.sent).toHaveLength(1);
    rig.clock.pause(false);
    await expect.poll(() => open.length).toBe(2);
    open[1]!();
    await rig.sender.idle();
  });
});

describe('a clock', () => {
  it('begins at its start to the millisecond, however long its making takes', () => {
    let real = 0;
    const clock = new Clock(SAMPLE_TIME, 'fast', () => {
      real += 7;
      return real;
    });
    expect(clock.now()).toBe(SAMPLE_TIME);
  });
});

describe('a clock that goes on by itself', () => {
  it('sends what becomes due in the very moment that a turn ends', async () => {
    // Each look at the time finds it moved on: sooner or later a delivery falls due between two looks.
    for (let after = 1; after <= 25; after += 1) {
      let real = 0;
      const clock = new Clock(SAMPLE_TIME, 'real', () => {
        real += 1;
        return real;
      });
      await using rig = new SendingRig({ clock });
      rig.deliver([after]);
      await rig.sender.idle();
      expect(rig.sent).toHaveLength(1);
    }
  });
});

describe('a scaled clock', () => {
  it('gives the same schedule as fast-forward, within what its timers allow', async () => {
    const run = async (mode: 'fast' | 'scaled') => {
      const clock = new Clock(SAMPLE_TIME);
      clock.set(mode, 1000);
      await using rig = new SendingRig({
        transport: ({ n }) => answer(n % 3 === 0 ? 500 : 200),
        profile: { retries: 2, schedule: { type: 'list', waits: [30_000, 60_000] } },
        clock,
      });
      rig.deliver([0, 1_000, 20_000, 60_000, 61_000]);
      await rig.sender.idle();
      return rig.deliveries().map(({ state, attempts }) => ({ state, attempts }));
    };
    const [fast, scaled] = [await run('fast'), await run('scaled')];
    expect(scaled.map(({ state, attempts }) => [state, attempts.length])).toEqual(
      fast.map(({ state, attempts }) => [state, attempts.length]),
    );
    for (const [index, { attempts }] of scaled.entries()) {
      expect(attempts[0]!.dueAt).toBe(fast[index]!.attempts[0]!.dueAt);
      for (const attempt of attempts) expect(attempt.sentAt).toBeGreaterThanOrEqual(attempt.dueAt);
    }
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../electron/engine/clock.ts';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import type { AttemptResult } from '../../electron/engine/sender/transport.ts';
import { drawFrom } from '../../shared/domain/random.ts';
import { SAMPLE_TIME } from '../../shared/domain/samples.ts';
import type { ClockMode } from '../../shared/timeline/clock-view.ts';
import { fakeTime } from '../fixtures/fake-time.ts';
import { answer, fullestSecond, SendingRig } from '../fixtures/sending.ts';

const HOUR = 3_600_000;
const RATES = [1, 5, 50, 200, 500];

/**
 * Share of a limit that a backlog used, from the moment at which the limit first held it back: how fast the first
 * second's allowance goes is up to the receiver.
 */
function used(times: readonly number[], perSecond: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  const seconds = (sorted.at(-1)! - sorted[perSecond - 1]!) / 1000;
  return (times.length - perSecond) / seconds / perSecond;
}

/** An answer after some ms of the machine's time. */
const later = (ms: number, result: AttemptResult) =>
  new Promise<AttemptResult>((resolve) => {
    setTimeout(() => resolve(result), ms);
  });

describe('the maximum requests per second, in real time', () => {
  it.concurrent.each(RATES)(
    'of %i holds at a receiver in any second, retries included',
    async (limit) => {
      let asked = 0;
      const failing = Math.ceil(limit / 2);
      const arrived: { n: number; at: number }[] = [];
      const clock = new Clock(SAMPLE_TIME, 'real');
      const server = createServer((request, response) => {
        asked += 1;
        arrived.push({ n: Number(/n=(\d+)/.exec(request.url ?? '')?.[1]), at: clock.now() });
        // First a phase in which nothing is accepted.
        response.writeHead(asked <= failing ? 500 : 200).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const transport = new HttpTransport(() => []);
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?n={Oid}`;
      const rig = new SendingRig({
        clock,
        send: transport.send,
        profile: { retries: 5, schedule: { type: 'fixed', wait: 50 } },
        postback: { url, maximumRequestsPerSecond: limit },
      });
      try {
        rig.deliver(Array(limit * 2).fill(0));
        await rig.sender.idle();
        const deliveries = rig.deliveries();
        expect(deliveries.every(({ state }) => state === 'delivered')).toBe(true);
        const sent = deliveries.flatMap(({ attempts }) => attempts.map(({ sentAt }) => sentAt));
        expect(sent).toHaveLength(limit * 2 + failing);
        expect(arrived).toHaveLength(sent.length);
        expect(fullestSecond(sent)).toBeLessThanOrEqual(limit);
        // What the books say is true of the wire: nothing is there before it was sent.
        deliveries.forEach(({ attempts }, n) => {
          const mine = arrived.filter((arrival) => arrival.n === n);
          attempts.forEach(({ sentAt }, index) => {
            expect(mine[index]!.at).toBeGreaterThanOrEqual(sentAt);
          });
        });
      } finally {
        await rig[Symbol.asyncDispose]();
        await transport.close();
        server.close();
      }
    },
    60_000,
  );
});

describe('the maximum requests per second, on a machine whose timers are up to 2 ms late', () => {
  it.each(RATES)(
    'of %i is used to at least 98 percent by a backlog, through a phase of failures',
    async (limit) => {
      using time = fakeTime(SAMPLE_TIME);
      const draw = drawFrom(limit, 'late timers');
      let asked = 0;
      await using rig = new SendingRig({
        clock: new Clock(SAMPLE_TIME, 'real'),
        transport: () => {
          asked += 1;
          return later(3, answer(asked <= limit ? 500 : 200));
        },
        profile: { retries: 5, schedule: { type: 'fixed', wait: 50 } },
        postback: { maximumRequestsPerSecond: limit },
      });
      rig.deliver(Array(limit * 5).fill(0));
      await time.until(
        () => rig.sender.size === 0,
        () => draw(0, 2),
      );
      const sent = rig.deliveries().flatMap(({ attempts }) => attempts.map(({ sentAt }) => sentAt));
      expect(sent).toHaveLength(limit * 6);
      expect(fullestSecond(sent)).toBeLessThanOrEqual(limit);
      expect(used(sent, limit)).toBeGreaterThanOrEqual(0.98);
    },
    60_000,
  );
});

describe('the maximum requests per second, while connections take their time', () => {
  it('holds for the moments at which requests leave', async () => {
    using time = fakeTime(SAMPLE_TIME);
    const left: number[] = [];
    await using rig = new SendingRig({
      clock: new Clock(SAMPLE_TIME, 'real'),
      send: async (_outgoing, { onSent }) => {
        // The first request waits for its connection, the others find it open.
        if (left.length === 0) await later(30, answer(200));
        left.push(Date.now());
        onSent?.(1);
        return later(3, answer(200));
      },
      postback: { maximumRequestsPerSecond: 1 },
    });
    rig.deliver(Array(5).fill(0));
    await time.until(() => rig.sender.size === 0);
    expect(left).toHaveLength(5);
    expect(fullestSecond(left)).toBe(1);
  });
});

describe('after the machine has slept', () => {
  /** Deliveries over three hours, of which the machine sleeps five after the first minute. */
  async function sleeping(maximumRequestsPerSecond: number | undefined) {
    using time = fakeTime(SAMPLE_TIME);
    let slept = 0;
    let underWay = 0;
    let most = 0;
    await using rig = new SendingRig({
      clock: new Clock(SAMPLE_TIME, 'real', () => Date.now() + slept),
      transport: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        const result = await later(20, answer(200));
        underWay -= 1;
        return result;
      },
      profile: { inFlight: 10 },
      postback: { maximumRequestsPerSecond },
    });
    rig.deliver(Array.from({ length: 180 }, (_, minute) => minute * 60_000));
    await time.until(() => rig.sent.length === 1);
    slept = 5 * HOUR;
    const wokenAt = rig.clock.now();
    await time.until(() => rig.sender.size === 0);
    const deliveries = rig.deliveries();
    expect(deliveries.every(({ state }) => state === 'delivered')).toBe(true);
    expect(rig.sent).toHaveLength(180);
    const sent = deliveries.slice(1).map(({ attempts }) => attempts[0]!.sentAt);
    return { sent, wokenAt, most };
  }

  it('what is overdue goes at once, never more than the in-flight maximum together', async () => {
    const { sent, wokenAt, most } = await sleeping(undefined);
    expect(most).toBe(10);
    expect(Math.max(...sent) - wokenAt).toBeLessThan(60_000);
  });

  it('a long wait ends with the sleep, although timers stood still meanwhile', async () => {
    using time = fakeTime(SAMPLE_TIME);
    let slept = 0;
    const clock = new Clock(SAMPLE_TIME, 'real', () => Date.now() + slept);
    await using rig = new SendingRig({ clock });
    rig.deliver([3 * HOUR]);
    await time.until(() => clock.state().nextDue !== null);
    slept = 5 * HOUR;
    await time.until(() => rig.sender.size === 0);
    expect(Date.now() - SAMPLE_TIME).toBeLessThan(60_000);
  });

  it('what is overdue goes under the limit where there is one', async () => {
    const { sent, most } = await sleeping(20);
    expect(most).toBeLessThanOrEqual(10);
    expect(fullestSecond(sent)).toBe(20);
  });
});

describe('the ceiling of real time', () => {
  const CEILING = 20;
  async function realTimes(mode: ClockMode, url: string): Promise<number[]> {
    using time = fakeTime(SAMPLE_TIME);
    const clock = new Clock(SAMPLE_TIME);
    clock.set(mode, 1000);
    const times: number[] = [];
    await using rig = new SendingRig({
      clock,
      ceiling: CEILING,
      transport: () => {
        times.push(Date.now());
        return later(2, answer(200));
      },
      postback: { url },
    });
    rig.deliver(Array.from({ length: 100 }, (_, n) => n));
    void clock.step(HOUR);
    await time.until(() => rig.sender.size === 0);
    expect(times).toHaveLength(100);
    return times;
  }

  it.each(['real', 'scaled', 'fast', 'stepped'] as const)(
    'holds for a target outside this machine under a %s clock, and is used',
    async (mode) => {
      const times = await realTimes(mode, 'http://staging.example.com/?n={Oid}');
      expect(fullestSecond(times)).toBe(CEILING);
      expect(used(times, CEILING)).toBeGreaterThanOrEqual(0.98);
    },
  );

  it.each([
    ['scaled', true],
    ['fast', true],
    ['stepped', true],
    ['real', false],
  ] as const)('under a %s clock holds for another receiver on this machine: %s', async (mode, holds) => {
    const times = await realTimes(mode, 'http://127.0.0.1:4711/?n={Oid}');
    expect(fullestSecond(times) <= CEILING).toBe(holds);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeliveryQueue } from '../../shared/delivery/delivery-queue.ts';
import {
  type Departure,
  departuresAhead,
  dueDepartures,
  type Limits,
  type Moment,
  nextDue,
  nextWake,
} from '../../shared/delivery/departures.ts';
import type { OpenDelivery } from '../../shared/delivery/open-delivery.ts';
import { type Pace, paceOf } from '../../shared/delivery/pace.ts';
import { findProfile } from '../../shared/delivery/profiles/all.ts';
import { fullestSecond } from '../fixtures/sending.ts';

const { profile } = findProfile('impact')!;

interface Waiting {
  queue: number;
  subjectKey: number;
  dueAt: number;
  /** How long its attempt takes, in ms. */
  takes: number;
}

const anyWaiting: fc.Arbitrary<Waiting> = fc.record({
  queue: fc.integer({ min: 0, max: 2 }),
  subjectKey: fc.integer({ min: 0, max: 8 }),
  dueAt: fc.integer({ min: 0, max: 3000 }),
  takes: fc.integer({ min: 0, max: 900 }),
});
const anyLimits = fc.array(
  fc.record({
    perSecond: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    inFlight: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 3, maxLength: 3 },
);
const anyPace = fc.constantFrom(paceOf('real', 1), paceOf('fast', 0), paceOf('stepped', 0));

function deliveryOf({ queue, subjectKey, dueAt }: Waiting, id: number): OpenDelivery {
  return {
    id,
    postbackFile: String(queue),
    workspace: '',
    subjectKey,
    templateId: 1,
    to: null,
    dueAt,
    attempts: 0,
    failures: 0,
    intended: '',
    seed: 1,
    seedKey: String(id),
  };
}

/** Queues with what waits in them, and the time at which they are looked at. No store, no socket, no timer. */
class Model {
  readonly queues: DeliveryQueue[];
  readonly #waiting: readonly Waiting[];
  readonly #limits: readonly Limits[];
  readonly #pace: Pace;
  #ends: { at: number; departure: Departure<true> }[] = [];
  readonly left: { id: number; queue: number; subjectKey: number; at: number; end: number }[] = [];
  now = 0;

  constructor(waiting: readonly Waiting[], limits: readonly Limits[], pace: Pace) {
    this.#waiting = waiting;
    this.#limits = limits;
    this.#pace = pace;
    this.queues = limits.map(() => new DeliveryQueue(() => true));
    waiting.forEach((each, id) => {
      this.queues[each.queue]!.push(deliveryOf(each, id));
    });
  }

  moment(held = false): Moment {
    return {
      queues: this.queues,
      limitsOf: ({ postbackFile }) => this.#limits[Number(postbackFile)]!,
      pace: this.#pace,
      now: this.now,
      held,
    };
  }

  /** Ends what ends now, lets leave what may, and gives when to look again; undefined when nothing is left to do. */
  turn(): number | undefined {
    const over = this.#ends.filter(({ at }) => at <= this.now);
    this.#ends = this.#ends.filter(({ at }) => at > this.now);
    for (const { departure } of over) departure.queue.end(departure.delivery);
    for (const departure of dueDepartures(this.moment(), () => true as const)) {
      const { id, subjectKey, postbackFile } = departure.delivery;
      const end = this.now + this.#waiting[id]!.takes;
      expect(departure.queue.leave(departure.limits.profile.inFlight)).toBe(true);
      departure.place?.(this.now);
      this.#ends.push({ at: end, departure });
      this.left.push({ id, queue: Number(postbackFile), subjectKey, at: this.now, end });
    }
    const wake = nextWake(this.moment());
    expect(wake.now).toBe(false);
    expect(wake.at).toBeGreaterThan(this.now);
    const next = Math.min(wake.at, ...this.#ends.map(({ at }) => at));
    return Number.isFinite(next) ? next : undefined;
  }
}

const limitsFrom = (limits: readonly { perSecond: number | undefined; inFlight: number }[]): Limits[] =>
  limits.map(({ perSecond, inFlight }) => ({ perSecond, profile: { ...profile, inFlight } }));

describe('what may leave when', () => {
  it('lets everything leave in the end, never before it is due, and is always awake in time', () => {
    fc.assert(
      fc.property(fc.array(anyWaiting, { maxLength: 60 }), anyLimits, anyPace, (waiting, limits, pace) => {
        const model = new Model(waiting, limitsFrom(limits), pace);
        for (let next: number | undefined = 0; next !== undefined; next = model.turn())
          model.now = Math.max(model.now, next);
        expect(model.left.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(waiting.map((_, id) => id));
        for (const { id, at } of model.left) expect(at).toBeGreaterThanOrEqual(waiting[id]!.dueAt);
        expect(nextDue(model.queues)).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('keeps every limit: a second, attempts in flight, and one attempt of an action at a time', () => {
    fc.assert(
      fc.property(fc.array(anyWaiting, { maxLength: 60 }), anyLimits, anyPace, (waiting, limits, pace) => {
        const model = new Model(waiting, limitsFrom(limits), pace);
        for (let next: number | undefined = 0; next !== undefined; next = model.turn())
          model.now = Math.max(model.now, next);
        limits.forEach(({ perSecond, inFlight }, queue) => {
          const own = model.left.filter((each) => each.queue === queue);
          if (perSecond !== undefined)
            expect(fullestSecond(own.map(({ at }) => at))).toBeLessThanOrEqual(perSecond);
          for (const { id, at, subjectKey } of own) {
            const beside = own.filter((other) => other.at <= at && at < other.end);
            expect(beside.length).toBeLessThanOrEqual(inFlight);
            const same = beside.filter((other) => other.id !== id && other.subjectKey === subjectKey);
            expect(same).toEqual([]);
          }
        });
      }),
    );
  });

  it('holds everything back during maintenance, and then sleeps until something else comes', () => {
    const model = new Model([{ queue: 0, subjectKey: 1, dueAt: 0, takes: 0 }], limitsFrom([UNLIMITED]), REAL);
    expect(dueDepartures(model.moment(true), () => true)).toEqual([]);
    expect(nextWake(model.moment(true))).toEqual({ at: Number.POSITIVE_INFINITY, now: false, behind: false });
    expect(dueDepartures(model.moment(), () => true)).toHaveLength(1);
  });

  it('leaves in its queue what the ceiling does not admit', () => {
    const model = new Model([{ queue: 0, subjectKey: 1, dueAt: 0, takes: 0 }], limitsFrom([UNLIMITED]), REAL);
    expect(dueDepartures(model.moment(), () => undefined)).toEqual([]);
    expect(nextWake(model.moment()).now).toBe(true);
    expect(dueDepartures(model.moment(), () => true)).toHaveLength(1);
  });

  it('says that a scaled clock is behind once what is due is later than a quarter of a real second', () => {
    const pace = paceOf('scaled', 100);
    const model = new Model([{ queue: 0, subjectKey: 1, dueAt: 0, takes: 0 }], limitsFrom([UNLIMITED]), pace);
    model.now = 25_000;
    expect(nextWake(model.moment()).behind).toBe(false);
    model.now = 25_001;
    expect(nextWake(model.moment()).behind).toBe(true);
  });

  it('looks ahead only as far as no retry, no busy action and nobody else on the clock can come before', () => {
    fc.assert(
      fc.property(
        fc.array(anyWaiting, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 4000 }),
        (waiting, most, free) => {
          const model = new Model(waiting, limitsFrom([UNLIMITED, UNLIMITED, UNLIMITED]), paceOf('fast', 0));
          model.now = nextDue(model.queues);
          const due = dueDepartures(model.moment(), () => true);
          const retry = model.now + 60_000;
          const ahead = departuresAhead(due, model.moment(), {
            most: () => most,
            free,
            bytesOf: () => 100,
            admit: () => true,
          });
          expect(ahead.length).toBeLessThanOrEqual(most);
          const actions = new Set<string>();
          for (const { delivery, sentAt } of [...due, ...ahead]) {
            const action = `${delivery.postbackFile} ${delivery.subjectKey}`;
            expect(actions.has(action)).toBe(false);
            actions.add(action);
            expect(sentAt).toBe(Math.max(delivery.dueAt, model.now));
          }
          for (const { sentAt } of ahead) {
            expect(sentAt).toBeLessThan(Math.min(free, retry));
          }
          const times = ahead.map(({ sentAt }) => sentAt);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it.each(['scaled', 'real'] as const)('does not look ahead past a limit on a %s clock', (mode) => {
    const waiting = [0, 1, 2].map((n) => ({ queue: n % 2, subjectKey: n, dueAt: 0, takes: 0 }));
    const model = new Model(waiting, limitsFrom([{ perSecond: 1, inFlight: 1 }, UNLIMITED]), paceOf(mode, 1));
    const due = dueDepartures(model.moment(), () => true);
    const most = () => {
      throw new Error('asked');
    };
    expect(
      departuresAhead(due, model.moment(), { most, free: 0, bytesOf: () => 1, admit: () => true }),
    ).toEqual([]);
  });
});

const UNLIMITED = { perSecond: undefined, inFlight: 10 };
const REAL = paceOf('real', 1);

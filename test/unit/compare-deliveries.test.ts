import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryView } from '../../shared/delivery/delivery.ts';
import {
  atSameTimes,
  type ComparedRuns,
  comparedRunsSentence,
  differingKeys,
  pairDeliveries,
  type RunDelivery,
  withoutIgnored,
} from '../../shared/receiver/compare/compare-deliveries.ts';
import { compareRequests } from '../../shared/receiver/compare/compare-requests.ts';

let nextId = 0;

function fired(subjectKey: number, event: string, nth = 0, more: Partial<RunDelivery> = {}): RunDelivery {
  nextId += 1;
  const subjectId = `1000.${subjectKey}`;
  return {
    id: nextId,
    subject: 'action',
    subjectKey,
    subjectId,
    event,
    nth,
    postbackFile: 'a.yaml',
    ...more,
  };
}

/** "tracked of 1000.1 | tracked of 1000.1". */
function told(left: readonly RunDelivery[], right: readonly RunDelivery[]): string[] {
  const name = (all: readonly RunDelivery[], id: number | null) => {
    const one = all.find((delivery) => delivery.id === id);
    return one === undefined ? '-' : `${one.event} of ${one.subjectId}`;
  };
  return pairDeliveries(left, right).map((pair) => `${name(left, pair.left)} | ${name(right, pair.right)}`);
}

describe('the deliveries of two runs', () => {
  test('are paired by the action that they are of, in whatever order they were fired', () => {
    expect(
      told([fired(1, 'tracked'), fired(2, 'tracked')], [fired(2, 'tracked'), fired(1, 'tracked')]),
    ).toEqual(['tracked of 1000.1 | tracked of 1000.1', 'tracked of 1000.2 | tracked of 1000.2']);
  });

  test('are paired by their turn where another seed gave the actions other ids', () => {
    expect(
      told(
        [fired(1, 'tracked'), fired(2, 'tracked'), fired(2, 'reversed', 1)],
        [fired(7, 'tracked'), fired(8, 'tracked'), fired(8, 'reversed', 1)],
      ),
    ).toEqual([
      'tracked of 1000.1 | tracked of 1000.7',
      'tracked of 1000.2 | tracked of 1000.8',
      'reversed of 1000.2 | reversed of 1000.8',
    ]);
  });

  test('that only one run has stay alone, those of the second run at the end', () => {
    expect(
      told([fired(1, 'tracked'), fired(1, 'modified', 1)], [fired(1, 'tracked'), fired(1, 'reversed', 1)]),
    ).toEqual(['tracked of 1000.1 | tracked of 1000.1', 'modified of 1000.1 | -', '- | reversed of 1000.1']);
  });

  test('are told apart by their postback, and a duplicate has its own duplicate', () => {
    const twice = () => [
      fired(1, 'tracked'),
      fired(1, 'tracked'),
      fired(1, 'tracked', 0, { postbackFile: 'b.yaml' }),
    ];
    const [left, right] = [twice(), twice().toReversed()];
    const pairs = pairDeliveries(left, right);
    const fileOf = (id: number | null) => [...left, ...right].find((one) => one.id === id)?.postbackFile;
    expect(pairs.map((pair) => [fileOf(pair.left), fileOf(pair.right)])).toEqual([
      ['a.yaml', 'a.yaml'],
      ['a.yaml', 'a.yaml'],
      ['b.yaml', 'b.yaml'],
    ]);
  });

  test('are each in exactly one pair, and a run beside itself leaves none alone', () => {
    const runs = fc.array(
      fc.record({
        subject: fc.constantFrom('action' as const, 'inquiry' as const),
        subjectKey: fc.integer({ min: 1, max: 4 }),
        event: fc.constantFrom('tracked', 'reversed'),
        nth: fc.integer({ min: 0, max: 2 }),
        postbackFile: fc.constantFrom('a.yaml', 'b.yaml'),
      }),
      { maxLength: 30 },
    );
    const made = (run: readonly Omit<RunDelivery, 'id' | 'subjectId'>[], first: number, prefix: string) =>
      run.map(
        (one, index): RunDelivery => ({ ...one, id: first + index, subjectId: `${prefix}${one.subjectKey}` }),
      );
    fc.assert(
      fc.property(runs, runs, fc.boolean(), (one, other, isSameSeed) => {
        const left = made(one, 1, 'x');
        const right = made(other, 1_000, isSameSeed ? 'x' : 'y');
        const pairs = pairDeliveries(left, right);
        const ids = (side: 'left' | 'right') =>
          pairs
            .map((pair) => pair[side])
            .filter((id) => id !== null)
            .toSorted((a, b) => a - b);
        expect(ids('left')).toEqual(left.map(({ id }) => id));
        expect(ids('right')).toEqual(right.map(({ id }) => id));
        expect(pairs.filter((pair) => pair.left === null && pair.right === null)).toEqual([]);
        const itself = pairDeliveries(left, made(one, 1_000, 'z'));
        expect(itself.map((pair) => pair.right)).toEqual(left.map((_, index) => 1_000 + index));
      }),
    );
  });
});

function sent(createdAt: number, ...attempts: [sentAt: number, status: number | null][]): DeliveryView {
  return {
    id: 1,
    change: 1,
    runId: 1,
    step: 0,
    subject: 'action',
    subjectKey: 1,
    subjectId: '1000.1',
    event: 'tracked',
    nth: 0,
    postbackName: 'Acme',
    state: 'delivered',
    createdAt,
    dueAt: null,
    processingMs: 0,
    minimumDelayMs: 0,
    intended: '',
    attempts: attempts.map(([sentAt, status], index) => ({
      id: index + 1,
      number: index + 1,
      dueAt: sentAt,
      sentAt,
      endedAt: sentAt,
      outcome: status === null ? 'timeout' : status === 200 ? 'delivered' : 'refused',
      status,
      durationMs: 1,
      nextAt: null,
      rateWaitMs: 0,
      maintenanceWaitMs: 0,
      intended: '',
    })),
  } as DeliveryView;
}

describe('a delivery beside the same one of another run', () => {
  test('was sent at the same times if it was fired and waited as in the other run, whatever responses took', () => {
    const left = { delivery: sent(1_000, [61_000, 503], [121_000, 200]), startedAt: 0 };
    const at = (...times: [number, number][]) => ({ delivery: sent(501_000, ...times), startedAt: 500_000 });
    expect(atSameTimes(left, at([561_400, 503], [621_000, 200]))).toBe(true);
    expect(atSameTimes(left, at([561_000, 503], [680_000, 200]))).toBe(false);
    expect(atSameTimes(left, at([561_000, 200]))).toBe(true);
    expect(atSameTimes(left, { ...at([561_000, 503]), startedAt: 400_000 })).toBe(false);
    const slow = at([561_000, 503], [651_000, 200]);
    slow.delivery.attempts[0]!.endedAt = 591_000;
    expect(atSameTimes(left, slow)).toBe(true);
  });

  test('names each key whose value differs once, by its place', () => {
    const request = (target: string, header: string) => ({
      method: 'GET',
      target,
      headers: [['X-Run', header]] as const,
      body: new Uint8Array(),
    });
    expect(
      differingKeys(compareRequests(request('/pb?id=1&pay=2&x=1', 'a'), request('/pb?id=2&pay=2&x=1', 'b'))),
    ).toEqual(['id', 'header x-run']);
  });

  test('differs in nothing once all that differs is ignored, unless it ended otherwise', () => {
    const [left, right] = [sent(0), sent(0)];
    const one = { left, right, outcome: false, times: true, keys: ['id', 'date'] };
    expect(withoutIgnored(one, new Set(['id', 'date', 'times']))).toBeUndefined();
    expect(withoutIgnored(one, new Set(['id', 'times']))?.keys).toEqual(['date']);
    expect(withoutIgnored({ ...one, outcome: true }, new Set(['id', 'date', 'times']))).toBeDefined();
    expect(withoutIgnored({ ...one, left: null }, new Set(['id', 'date', 'times']))).toBeDefined();
  });
});

test('the sentence over two runs says what differs, and never "the same" where something does', () => {
  const runs = { left: 3, right: 4 };
  const none: ComparedRuns = {
    both: 0,
    same: 0,
    onlyLeft: 0,
    onlyRight: 0,
    outcomes: 0,
    times: 0,
    keys: [],
    differing: [],
  };
  expect(comparedRunsSentence(none, runs)).toBe('Neither run sent anything.');
  expect(comparedRunsSentence({ ...none, both: 1, same: 1 }, runs)).toBe('The one delivery is the same.');
  expect(comparedRunsSentence({ ...none, both: 70, same: 70 }, runs)).toBe('All 70 deliveries are the same.');
  expect(comparedRunsSentence({ ...none, both: 70, same: 64, outcomes: 2, onlyRight: 1 }, runs)).toBe(
    '64 of 71 deliveries are the same: 2 ended differently, 4 carry other values or were sent at other times, 1 only in run 4.',
  );
});

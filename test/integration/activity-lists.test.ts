import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { Clocks } from '../../electron/engine/store/settled-status.ts';
import { marksOf } from '../../renderer/features/simulator/timeline/row-marks.ts';
import type { DeliveryView } from '../../shared/contract/activity.ts';
import {
  ACTION_COLUMNS,
  type ActionsWindow,
  actionsWindow,
  deliveriesWindow,
} from '../../shared/contract/activity-lists.ts';
import { kindOf, MARKS, type Mark } from '../../shared/delivery/mark.ts';
import { ATTEMPT_OUTCOMES, DELIVERY_STATES } from '../../shared/delivery/outcome.ts';
import { NO_DELIVERIES } from '../../shared/delivery/tally.ts';
import type { Action, LedgerEntry } from '../../shared/domain/action.ts';
import { settledRow } from '../../shared/domain/action-dates.ts';
import type { ActionRow } from '../../shared/domain/action-view.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import type { Bars } from '../../shared/timeline/histogram.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { storedActions } from '../fixtures/lists.ts';

interface Made {
  runId: number | null;
  status: Action['status'];
  name: string;
  amount: number;
  currency: string;
  subId1: string;
  lockingDate: number;
}

const made = fc.record<Made>({
  runId: fc.constantFrom(null, 1, 2),
  status: fc.constantFrom('PENDING', 'APPROVED', 'REVERSED'),
  name: fc.constantFrom('Acme ', 'acme outdoor', 'Ünder Wäre', '100 % _'),
  amount: fc.integer({ min: 1, max: 4 }),
  currency: fc.constantFrom('USD', 'EUR'),
  subId1: fc.constantFrom('', 'Spring', 'sPRING 2'),
  lockingDate: fc.integer({ min: 1, max: 40 }),
});

function addAction(store: ActivityStore, one: Made, id: string): number {
  const action = {
    id,
    status: one.status,
    amount: one.amount,
    payout: one.amount * 2,
    clearedDate: null,
    clearingDate: null,
    program: { id: one.name.slice(0, 1), name: one.name, currency: one.currency },
    eventType: { name: 'Purchase' },
    tracking: { orderId: `o-${one.amount}`, subId1: one.subId1, sharedId: '' },
    eventDate: one.lockingDate * 10,
    lockingDate: one.lockingDate,
  } as unknown as Action;
  return store.actions.add(action, { at: 1, kind: 'tracked' } as LedgerEntry, one.runId);
}

/** The list as an array of all rows would give it. */
function listed(rows: readonly ActionRow[], window: ActionsWindow, { now, runs }: Clocks): ActionRow[] {
  const { key, after = 0, query, program, status, source, sort, from } = window;
  const wanted = query.trim().toLowerCase();
  const timeOf = (runId: number | null) => runs.find(([id]) => id === runId)?.[1] ?? now;
  const fits = rows
    .map((row) => settledRow(row, timeOf(row.runId)))
    .filter(
      (row) =>
        (key === undefined || row.key === key) &&
        row.key > after &&
        (program === null || row.programId === program) &&
        (status === null || row.status === status) &&
        (source === 'all' || (row.runId === null) === (source === 'hand')) &&
        [row.id, row.orderId, row.subId1, row.sharedId, row.programName, row.eventType].some((text) =>
          text.toLowerCase().includes(wanted),
        ),
    );
  if (sort === null) return from === 'oldest' ? fits : fits.toReversed();
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  return fits.toSorted((a, b) =>
    a[column] === b[column] ? b.key - a.key : a[column] < b[column] ? -sign : sign,
  );
}

describe('windows of actions', () => {
  const window = fc.record({
    key: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 6 }),
    after: fc.option(fc.nat(12), { nil: undefined, freq: 3 }),
    query: fc.constantFrom('', ' spring', 'O-2', 'ünder', '%', 'purchase', 'A.1'),
    program: fc.constantFrom(null, 'A', 'a'),
    status: fc.constantFrom(null, 'PENDING' as const, 'APPROVED' as const, 'REVERSED' as const),
    source: fc.constantFrom('all' as const, 'hand' as const, 'run' as const),
    from: fc.constantFrom('newest' as const, 'oldest' as const),
    sort: fc.option(fc.record({ column: fc.constantFrom(...ACTION_COLUMNS), descending: fc.boolean() }), {
      nil: null,
    }),
    at: fc.nat(8),
    limit: fc.integer({ min: 1, max: 6 }),
  });
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: made, fails: fc.boolean() }) },
    { weight: 8, arbitrary: fc.record({ window, often: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ pass: fc.nat(15), ends: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant('clear' as const) },
  );

  it('show what an array of all rows would, in any filter and order, whatever the clocks do', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        using folder = temporaryFolder();
        using database = openDatabase(folder.path);
        const store = new ActivityStore(database);
        let clocks: Clocks = { now: 0, runs: [[1, 10]] };
        let before: ActionsWindow | undefined;
        for (const given of steps) {
          if (given === 'clear') store.clear();
          else if ('add' in given) {
            const { add, fails } = given;
            const write = () =>
              store.transaction(() => {
                addAction(store, add, `A.${add.amount}`);
                // Somebody may look while it is being written.
                store.actionWindows.list(actionsWindow.parse({ limit: 5 }), clocks);
                if (fails) throw new Error('taken back');
              });
            if (fails) expect(write).toThrow('taken back');
            else write();
          } else if ('pass' in given) {
            const { pass, ends } = given;
            const runs = ends ? [] : ([[1, 10 + pass * 2]] as const);
            clocks = { now: clocks.now + pass, runs };
          } else {
            const wanted: ActionsWindow = given.often && before !== undefined ? before : given.window;
            before = wanted;
            const { rows, total, revision } = store.actionWindows.list(wanted, clocks);
            const all = listed(storedActions(store), wanted, clocks);
            expect(rows).toEqual(all.slice(wanted.at, wanted.at + wanted.limit));
            expect([total, revision]).toEqual([all.length, store.actionWindows.head.now.change]);
            for (const [place, { key }] of all.entries())
              expect(store.actionWindows.place(wanted, key, clocks)).toBe(place);
            const sums = new Map<string, number[]>();
            for (const { currency, amount, payout } of all) {
              const [count = 0, amounts = 0, payouts = 0] = sums.get(currency) ?? [];
              sums.set(currency, [count + 1, amounts + amount, payouts + payout]);
            }
            const { totals } = { totals: store.actionWindows.totals(wanted, clocks) };
            expect(
              new Map(
                totals.map(({ currency, count, amount, payout }) => [currency, [count, amount, payout]]),
              ),
            ).toEqual(sums);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of a list by status move on when a date passes that nobody wrote down', () => {
    using folder = temporaryFolder();
    using database = openDatabase(folder.path);
    const store = new ActivityStore(database);
    const one = { status: 'PENDING', name: 'Acme', amount: 1, currency: 'USD', subId1: '' } as const;
    addAction(store, { ...one, runId: null, lockingDate: 10 }, 'A.1');
    addAction(store, { ...one, runId: 7, lockingDate: 10 }, 'A.2');
    const pending = (clocks: Clocks) => {
      const window = actionsWindow.parse({ status: 'PENDING', limit: 5 });
      return store.actionWindows.list(window, clocks).rows.map(({ id }) => id);
    };
    expect(pending({ now: 1, runs: [[7, 9]] })).toEqual(['A.2', 'A.1']);
    expect(pending({ now: 1, runs: [[7, 10]] })).toEqual(['A.1']);
    expect(pending({ now: 10, runs: [[7, 10]] })).toEqual([]);
    expect(pending({ now: 1, runs: [] })).toEqual(['A.2', 'A.1']);
  });
});

const POSTBACK = postbackSchema.parse({ name: 'p', url: 'http://127.0.0.1/' });
const attempt = fc.record({
  outcome: fc.constantFrom(...ATTEMPT_OUTCOMES),
  sentAt: fc.integer({ min: 20, max: 60 }),
  nextAt: fc.option(fc.integer({ min: 30, max: 90 })),
});
const delivery = fc.record({
  runId: fc.constantFrom(null, 1, 2),
  step: fc.constantFrom(null, 0, 1),
  subject: fc.constantFrom('action' as const, 'inquiry' as const),
  subjectKey: fc.integer({ min: 1, max: 3 }),
  createdAt: fc.integer({ min: 1, max: 20 }),
  dueAt: fc.integer({ min: 20, max: 60 }),
  state: fc.constantFrom(...DELIVERY_STATES),
  attempts: fc.array(attempt, { maxLength: 3 }),
});

describe('windows of deliveries', () => {
  const window = fc.record({
    run: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
    step: fc.option(fc.constantFrom(0, 1), { nil: undefined, freq: 3 }),
    subject: fc.option(fc.constantFrom('action' as const, 'inquiry' as const), { nil: undefined }),
    key: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 3 }),
    after: fc.option(fc.nat(12), { nil: undefined, freq: 3 }),
    ids: fc.option(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 6 }), { nil: undefined, freq: 3 }),
    marks: fc.oneof(fc.constant([]), fc.uniqueArray(fc.constantFrom(...MARKS), { maxLength: 3 })),
    from: fc.constantFrom('newest' as const, 'oldest' as const),
    at: fc.nat(6),
    limit: fc.integer({ min: 1, max: 8 }),
  });
  const bars = fc.record<Bars>({
    from: fc.integer({ min: 0, max: 40 }),
    step: fc.constantFrom(1, 2.5, 7),
    buckets: fc.integer({ min: 1, max: 12 }),
  });
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ add: delivery }) },
    { weight: 2, arbitrary: fc.record({ move: fc.nat(20), to: fc.constantFrom(...DELIVERY_STATES) }) },
    { weight: 8, arbitrary: fc.record({ window, bars: fc.option(bars, { nil: undefined }) }) },
    { weight: 1, arbitrary: fc.constantFrom('clear' as const, 'fail' as const) },
  );

  /** Each delivery with attempts, as an engine leaves it, without sending anything. */
  const add = (
    store: ActivityStore,
    database: ReturnType<typeof openDatabase>,
    given: typeof delivery extends fc.Arbitrary<infer Given> ? Given : never,
  ) => {
    const { state, attempts, ...rest } = given;
    const { id } = store.outbox.add({
      ...rest,
      subjectId: 'A',
      event: 'tracked',
      postbackFile: 'p.yaml',
      template: POSTBACK,
      values: {},
      processingMs: 3,
      minimumDelayMs: 4,
      intended: '',
      seed: 1,
      seedKey: '',
    });
    for (const [index, { outcome, sentAt, nextAt }] of attempts.entries()) {
      database
        .prepare(
          `INSERT INTO attempts (delivery_id, number, due_at, sent_at, outcome, next_at, rate_wait_ms, maintenance_wait_ms, intended, origin, request)
           VALUES (?, ?, ?, ?, ?, ?, 0, 0, '', '', x'')`,
        )
        .run(id, index + 1, sentAt - 1, sentAt, outcome, nextAt);
    }
    database.prepare('UPDATE deliveries SET attempts = ? WHERE id = ?').run(attempts.length, id);
    store.outbox.set(id, state, state === 'waiting' ? given.dueAt : null);
  };

  const marks = (view: DeliveryView) => marksOf(view, null, null);

  it('show what an array of all rows would, with marks, tallies and places', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        using folder = temporaryFolder();
        using database = openDatabase(folder.path);
        const store = new ActivityStore(database);
        const { deliveryWindows } = store;
        for (const given of steps) {
          const all = store.deliveriesAfter(0, 1_000).toSorted((a, b) => a.id - b.id);
          if (given === 'clear') store.clear();
          else if (given === 'fail') {
            const write = () =>
              store.transaction(() => {
                for (const { id } of all) store.outbox.set(id, 'delivered', null);
                store.deliveryWindows.tallies.changedAfter(0);
                throw new Error('taken back');
              });
            expect(write).toThrow('taken back');
          } else if ('add' in given) add(store, database, given.add);
          else if ('move' in given) {
            const id = all[given.move % Math.max(1, all.length)]?.id;
            if (id !== undefined) store.outbox.set(id, given.to, given.to === 'waiting' ? 25 : null);
          } else {
            const wanted = deliveriesWindow.parse(given.window);
            const { run, subject, key, after = 0, ids, from, at, limit } = wanted;
            const isOf = (view: DeliveryView) =>
              (run === undefined || view.runId === run) &&
              (subject === undefined || view.subject === subject) &&
              (key === undefined || view.subjectKey === key);
            const kinds = new Set<Mark>(wanted.marks);
            const fits = all.filter(
              (view) =>
                isOf(view) &&
                view.id > after &&
                (wanted.step === undefined || view.step === wanted.step) &&
                (ids === undefined || ids.includes(view.id)) &&
                (kinds.size === 0 || marks(view).some(({ mark }) => kinds.has(mark))),
            );
            const shown = from === 'oldest' ? fits : fits.toReversed();
            const { rows, total } = deliveryWindows.list(wanted);
            expect(rows).toEqual(shown.slice(at, at + limit));
            expect(total).toBe(fits.length);
            expect(deliveryWindows.ids(wanted)).toEqual(fits.map(({ id }) => id));
            for (const [place, { id }] of fits.entries())
              expect(deliveryWindows.place(wanted, id)).toBe(place);
            const few = fits.slice(1, 4).map(({ id }) => id);
            if (few.length > 0) expect(deliveryWindows.ids(wanted, [few.at(-1)!, few[0]!])).toEqual(few);
            expectOverview(
              all.filter(isOf),
              deliveryWindows.overview({ run, subject, key }, given.bars),
              given.bars,
            );
          }
          expectTallies(store);
          for (const run of [1, 2]) expectStepTallies(store, run);
        }
      }),
      { numRuns: 50 },
    );
  });

  function expectOverview(
    views: readonly DeliveryView[],
    told: ReturnType<ActivityStore['deliveryWindows']['overview']>,
    wanted: Bars | undefined,
  ): void {
    const every = views.flatMap(marks);
    expect(told.counts).toEqual(MARKS.map((mark) => every.filter((one) => one.mark === mark).length));
    const planned = every.filter(({ mark }) => mark === 'planned').map(({ at }) => at);
    expect(told.planned).toBe(planned.length === 0 ? null : Math.max(...planned));
    const from = Math.min(...views.map(({ createdAt }) => createdAt));
    const past = every.filter(({ mark }) => mark !== 'planned').map(({ at }) => at);
    expect(told.past).toEqual(views.length === 0 ? null : { from, to: Math.max(from, ...past) });
    const counted = new Map<string, number>();
    for (const { at, mark } of every) {
      if (wanted === undefined || at < wanted.from) continue;
      const bucket = Math.floor((at - wanted.from) / wanted.step);
      if (bucket >= wanted.buckets) continue;
      const name = `${bucket} ${kindOf(mark)}`;
      counted.set(name, (counted.get(name) ?? 0) + 1);
    }
    expect(new Map(told.bars.map(([bucket, kind, count]) => [`${bucket} ${kind}`, count]))).toEqual(counted);
  }

  function expectTallies(store: ActivityStore): void {
    const { deliveries } = store.after(0, 10);
    const tallies = store.deliveryWindows.tallies.changedAfter(0);
    const all = store.deliveriesAfter(0, 1_000);
    expect(deliveries.total).toBe(all.length);
    const counted = new Map<number, Record<string, number>>();
    for (const { runId, state } of all) {
      const of = counted.get(runId ?? 0) ?? { ...NO_DELIVERIES };
      counted.set(runId ?? 0, { ...of, [state]: of[state]! + 1 });
    }
    expect(new Map(tallies)).toEqual(counted);
  }

  function expectStepTallies(store: ActivityStore, run: number): void {
    const all = store.deliveriesAfter(0, 1_000).filter(({ runId }) => runId === run);
    const steps = [...new Set(all.flatMap(({ step }) => step ?? []))].toSorted((a, b) => a - b);
    const expected = steps.map((step) => {
      const ofStep = all.filter((view) => view.step === step);
      const count = (state: string) => ofStep.filter((view) => view.state === state).length;
      return {
        step,
        tally: Object.fromEntries(DELIVERY_STATES.map((state) => [state, count(state)])),
        retrying: ofStep.filter(({ state, attempts }) => state === 'waiting' && attempts.length > 0).length,
      };
    });
    const { change } = store.deliveryWindows.head.now;
    expect(store.deliveryWindows.stepTallies(run)).toEqual({ change, steps: expected });
  }
});

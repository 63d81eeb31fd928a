import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../electron/engine/clock.ts';
import { Ceiling } from '../../electron/engine/sender/ceiling.ts';
import { Sender } from '../../electron/engine/sender/sender.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { checkTarget } from '../../electron/engine/world/check-target.ts';
import { readItems } from '../../electron/engine/world/import-items.ts';
import { Manual } from '../../electron/engine/world/manual.ts';
import { ManualCatalogs } from '../../electron/engine/world/manual-catalogs.ts';
import { Calendar } from '../../electron/engine/world/manual-dates.ts';
import { Session } from '../../electron/engine/world/session.ts';
import { StoredManualCatalogs } from '../../electron/engine/world/stored-things.ts';
import { TestDeliveries } from '../../electron/engine/world/test-delivery.ts';
import { findProfile } from '../../shared/delivery/profiles/all.ts';
import { worldSchema } from '../../shared/domain/program.ts';
import { SAMPLE_TIME } from '../../shared/domain/samples.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { previewScenario } from '../../shared/scenario/preview.ts';
import { recordScenario } from '../../shared/scenario/record.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { DEFAULT_SENDING } from '../../shared/workspace/schema.ts';
import { eventOf } from '../../shared/world/domain-event.ts';
import { cents } from '../fixtures/cents.ts';
import { storedActions } from '../fixtures/lists.ts';
import { answer } from '../fixtures/sending.ts';

const DAY = 86_400_000;
const SEED = 5;
const BASE = 'http://127.0.0.1:9';

const world = worldSchema.parse({
  partner: { id: '1', name: 'Hazel Nutt', properties: [{ id: '5', name: 'site' }] },
  programs: [
    {
      id: '1000',
      name: 'Acme',
      timeZone: 'America/Los_Angeles',
      currency: 'USD',
      lockingDays: 5,
      clearingDays: 4,
      eventTypes: [
        { id: '1', name: 'Purchase', payout: '10 %' },
        { id: '2', name: 'Sign Up', payout: '2.50' },
      ],
      catalogs: [
        { id: '88', name: 'Tents', generate: 5, items: [{ sku: 'TENT', name: 'Tent', price: '120.00' }] },
      ],
    },
  ],
});

const POSTBACKS = ['action', 'clearing', 'inquiry', 'catalog'].map((kind) => ({
  file: `postbacks/${kind}.yaml`,
  postback: postbackSchema.parse({ name: kind, kind, url: `${BASE}/${kind}` }),
}));
const SIGN_UPS = {
  file: 'postbacks/sign-ups.yaml',
  postback: postbackSchema.parse({
    name: 'sign-ups',
    url: `${BASE}/sign-ups?id={ActionId}`,
    level: 'event',
    program: '1000',
    eventType: '2',
    enabled: false,
  }),
};

/** What a user does by hand, over a store on disk, a stepped clock and a function as receiver. */
class ManualRig implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'postbench-hand-'));
  readonly database = openDatabase(this.folder);
  readonly clock = new Clock(SAMPLE_TIME, 'stepped');
  readonly store = new ActivityStore(this.database);
  readonly sender: Sender;
  readonly manual: Manual;
  readonly catalogs: ManualCatalogs;
  readonly tests: TestDeliveries;
  readonly calendar: Calendar;

  constructor() {
    const { profile } = findProfile('impact')!;
    this.sender = new Sender({
      store: this.store.outbox,
      clock: this.clock,
      transport: async () => answer(200),
      rules: () => ({ profile }),
      settings: () => ({ known: () => true, unknown: 'literal', receiverBase: BASE }),
      ceiling: new Ceiling({ perSecond: () => 1, isOwn: (origin) => origin === BASE }),
    });
    const sending = { ...DEFAULT_SENDING, processing: 'none' as const };
    const { store, clock, sender } = this;
    const postbacks = () => [...POSTBACKS, SIGN_UPS];
    const session = new Session({
      store,
      clock,
      sender,
      runId: null,
      catalogs: new StoredManualCatalogs(store, () => SEED),
      world: () => world,
      deliveryPlan: () => ({ sending, rules: () => ({ profile }), seed: SEED }),
      postbacks,
    });
    this.calendar = new Calendar(store, session);
    this.manual = new Manual({
      store,
      session,
      calendar: this.calendar,
      sessionOfRun: () => undefined,
      postbacks,
      checkTarget: (to) => checkTarget(to, []),
    });
    this.catalogs = new ManualCatalogs(store, session, this.manual);
    this.tests = new TestDeliveries(store, session, postbacks);
    this.catalogs.ensure();
  }

  /** Lets virtual time pass, and all that it brings. */
  async pass(ms: number): Promise<void> {
    await this.sender.idle();
    const until = this.clock.now() + ms;
    await this.clock.step(ms);
    expect(this.clock.now()).toBe(until);
    await this.sender.idle();
  }

  get catalog(): number {
    return this.store.catalogs.find('1000', '88')!.key;
  }

  /** Event, what it is about, and values of each delivery, in the order of events. */
  told() {
    return this.store
      .deliveriesAfter(0, 100_000)
      .toSorted((a, b) => a.id - b.id)
      .map(({ id, event, subject }) => ({
        event,
        subject,
        values: this.store.outbox.values(id),
      }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.calendar.close();
    await this.sender.close();
    this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type Move =
  | {
      do: 'click' | 'track' | 'convert' | 'ask' | 'close' | 'restore' | 'reset' | 'approve' | 'clear';
      n: number;
    }
  | { do: 'modify' | 'reverse' | 'price' | 'generate' | 'remove' | 'import'; n: number }
  | { do: 'pass'; n: number };

const move: fc.Arbitrary<Move> = fc.record({
  do: fc.constantFrom(
    'click',
    'track',
    'convert',
    'ask',
    'close',
    'restore',
    'reset',
    'approve',
    'clear',
    'modify',
    'reverse',
    'price',
    'generate',
    'remove',
    'import',
    'pass',
  ),
  n: fc.integer({ min: 1, max: 40 }),
});

/** Does a move; what the rules refuse has not happened. */
async function act(rig: ManualRig, { do: what, n }: Move): Promise<void> {
  const actions = storedActions(rig.store);
  const clicks = rig.store.clicks.windows.list({ limit: 500 }).rows;
  const inquiries = rig.store.inquiries.windows.list({ limit: 500 }).rows;
  const action = actions[n % Math.max(1, actions.length)]?.key ?? 1;
  const { manual, catalogs, catalog } = rig;
  switch (what) {
    case 'click':
      manual.click(`https://goto.example.com/c/1/506720/1000?subId1=s${n}&sharedid=%26${n}`);
      return;
    case 'track':
      await manual.track(
        n % 2 === 0
          ? { amount: cents(n * 100), subId1: 'hand' }
          : {
              items: [
                { sku: 'A', quantity: 2, amount: cents(n * 200), category: 'c' },
                { sku: 'B', quantity: 1, amount: cents(500), category: '' },
              ],
            },
      );
      return;
    case 'convert':
      await manual.track({ click: clicks[0]?.key ?? 1, amount: cents(n * 10) });
      return;
    case 'ask':
      await manual.openInquiry(
        n % 2 === 0
          ? { type: 'UNTRACKED', orderId: `o${n}` }
          : { type: 'INCORRECT', action, expectedPayout: n },
      );
      return;
    case 'close':
      await manual.closeInquiry(inquiries[n % Math.max(1, inquiries.length)]?.key ?? 1, {
        resolution: 'VALID',
      });
      return;
    case 'modify':
      await manual.change(
        action,
        n % 3 === 0
          ? { type: 'modify', items: [{ sku: 'A', quantity: 1 }], reason: 'ITEM_RETURNED' }
          : { type: 'modify', amount: cents(n * 50), reason: 'ORDER_UPDATE' },
      );
      return;
    case 'reverse':
      await manual.change(action, { type: 'reverse', reason: 'ITEM_RETURNED' });
      return;
    case 'restore':
    case 'reset':
    case 'approve':
    case 'clear':
      await manual.change(action, { type: what });
      return;
    case 'price':
      await catalogs.change(catalog, { search: '' }, n % 2 === 0 ? { pricePercent: -n } : { price: '9.00' });
      return;
    case 'generate':
      await catalogs.generate(catalog, 2);
      return;
    case 'remove':
      await catalogs.change(catalog, { skus: ['TENT'] }, { remove: true });
      return;
    case 'import':
      await catalogs.import(
        catalog,
        `sku,name,price,stock\nTENT,Tent ${n},${n}.50,OutOfStock\nNEW-${n},New,1.00,\n`,
      );
      return;
    case 'pass':
      await rig.pass(n % 5 === 0 ? 3 * DAY : n * 1000);
  }
}

describe('what was done by hand', () => {
  it('is a scenario that plays the same ledgers, values and postbacks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), async (moves) => {
        await using rig = new ManualRig();
        for (const one of moves) {
          try {
            await act(rig, one);
          } catch (error) {
            if (!(error instanceof PostbenchError)) throw error;
          }
        }
        await rig.sender.idle();
        const { done } = rig.store.journal.all();
        // Clicks alone send nothing.
        if (done.every(({ type }) => type === 'click')) return;
        const { scenario: input, leftOut } = recordScenario(done, { name: 'Recorded', seed: SEED }, world);
        expect(leftOut).toBe(0);
        const scenario = scenarioSchema.parse(JSON.parse(JSON.stringify(input)));
        const happened = previewScenario(scenario, world, scenario.start!, scenario.seed!).flatMap(
          (step) => step.happened,
        );
        // Clicks that led to nothing are no steps, so the ids of the others differ.
        const text = (told: { event: string; values: object }) =>
          `${told.event} ${JSON.stringify({ ...told.values, RefClickId: '' })}`;
        const played = happened.flatMap((each) => eventOf(each) ?? []);
        const fired = played.filter(({ event }) => event !== 'locked' && event !== 'approved');
        expect(fired.map(text).toSorted()).toEqual(rig.told().map(text).toSorted());
        for (const { key, id } of storedActions(rig.store)) {
          const ledger = happened.flatMap((each) =>
            each.type === 'action' && each.action.id === id ? [each.entry] : [],
          );
          const stored = rig.manual.action(key).ledger;
          // What has only locked by the end is written down by a run's end, not by a preview.
          const inSeconds = (entry: (typeof ledger)[number]) => ({
            ...entry,
            at: Math.floor(entry.at / 1000),
          });
          expect(stored.slice(0, ledger.length).map(inSeconds)).toEqual(ledger.map(inSeconds));
          expect(stored.slice(ledger.length).every(({ kind }) => kind === 'locked')).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('locks and clears by its dates on a clock that passes them, with one postback', async () => {
    await using rig = new ManualRig();
    const { key } = await rig.manual.track({ amount: cents(5000) });
    await rig.pass(6 * DAY);
    expect(storedActions(rig.store)[0]).toMatchObject({
      status: 'APPROVED',
      cleared: false,
      entries: 2,
    });
    await rig.pass(5 * DAY);
    expect(rig.manual.action(key).ledger.map(({ kind }) => kind)).toEqual(['tracked', 'locked', 'cleared']);
    expect(rig.told().map(({ event }) => event)).toEqual(['tracked', 'cleared']);
  });

  it('never makes a fast clock run on to a date weeks ahead', async () => {
    await using rig = new ManualRig();
    rig.clock.set('fast');
    await rig.manual.track({ amount: cents(5000) });
    await rig.sender.idle();
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(rig.clock.now()).toBe(SAMPLE_TIME);
  });

  it('refuses a change after locking, and nothing has happened', async () => {
    await using rig = new ManualRig();
    const { key } = await rig.manual.track({ amount: cents(5000) });
    await rig.pass(6 * DAY);
    await expect(rig.manual.change(key, { type: 'reverse', reason: 'X' })).rejects.toThrow(
      /it locked on 2026-05-17/,
    );
    expect(rig.told()).toHaveLength(1);
  });

  it('tests an event-level postback, be it off, and no global one', async () => {
    await using rig = new ManualRig();
    const { deliveryId } = rig.tests.send(SIGN_UPS.file);
    await rig.sender.idle();
    expect(rig.store.deliveriesAfter(0, 10)).toMatchObject([
      { id: deliveryId, subject: 'test', event: 'tracked', state: 'delivered', subjectKey: 0 },
    ]);
    const given = { ActionId: 'mine', Payout: '1.23' };
    const again = rig.tests.send(SIGN_UPS.file, given);
    await rig.sender.idle();
    expect(rig.store.outbox.values(again.deliveryId)).toEqual(given);
    expect(rig.store.deliveriesAfter(0, 10).at(-1)).toMatchObject({ subjectId: 'mine', state: 'delivered' });
    expect(() => rig.tests.send('postbacks/action.yaml')).toThrow(/not an event-level postback/);
    expect(() => rig.tests.send('postbacks/none.yaml')).toThrow(/no postback/);
  });

  it('is sent to --to with actions only; inquiries keep their own receiver', async () => {
    await using rig = new ManualRig();
    await rig.manual.track({ amount: cents(100) }, 'http://127.0.0.1:10/mine?id={ActionId}');
    await rig.manual.openInquiry({ type: 'UNTRACKED', orderId: '1' }, 'http://127.0.0.1:10/mine');
    await rig.sender.idle();
    const origins = rig.store
      .deliveriesAfter(0, 10)
      .map(({ event, attempts }) => [event, rig.store.attempt(attempts[0]!.id)!.origin]);
    expect(Object.fromEntries(origins)).toEqual({ tracked: 'http://127.0.0.1:10', 'inquiry-opened': BASE });
  });
});

describe('a CSV file of items', () => {
  const wrong = (csv: string) => {
    try {
      readItems(csv, 'USD');
      return undefined;
    } catch (error) {
      const { code, message, place } = error as PostbenchError;
      return [code, place?.line, place?.column, message];
    }
  };

  it('is read with its columns in any order, quotes and a mark at its beginning', () => {
    const csv = '\uFEFFName,SKU,price,Original Price\r\n"Tent, ""two""",T-2,99.00,120\r\n\r\nPegs,P,1.5,\r\n';
    expect(readItems(csv, 'USD')).toMatchObject([
      { sku: 'T-2', name: 'Tent, "two"', price: '99.00', originalPrice: '120', stock: 'InStock' },
      { sku: 'P', name: 'Pegs', price: '1.5' },
    ]);
  });

  it.each([
    ['a comma in an amount', 'sku,name,price\na,A,1.00\nb,B,"1,00"\n', 3, 3, /comma/],
    ['three decimals', 'sku,name,price\na,A,1.001\n', 2, 3, /USD has two digits after the point/],
    ['an unknown column', 'sku,name,price,size\n', 1, 4, /"size" is not a known column/],
    ['a missing column', 'sku,name\na,A\n', 1, undefined, /price is missing/],
    ['a missing value', 'sku,name,price\n,A,1.00\n', 2, 1, /sku: is missing/],
    ['an unknown stock', 'sku,name,price,stock\na,A,1,Some\n', 2, 4, /stock/],
    ['a SKU twice', 'sku,name,price\na,A,1\na,B,2\n', 3, 1, /already in line 2/],
    ['a cell too many', 'sku,name,price\na,A,1,2\n', 2, 4, /4 cells/],
    ['an open quote', 'sku,name,price\na,"A,1\n', 2, undefined, /not CSV/],
    ['nothing', '', 1, undefined, /empty/],
  ])('is refused with line and column for %s', (_what, csv, line, column, message) => {
    expect(wrong(csv)).toEqual(['PB_CATALOG_INVALID', line, column, expect.stringMatching(message)]);
  });

  it('changes nothing where one line is wrong', async () => {
    await using rig = new ManualRig();
    await expect(rig.catalogs.import(rig.catalog, 'sku,name,price\nA,A,1.00\nB,B,x\n')).rejects.toThrow(
      /price/,
    );
    expect(rig.told()).toEqual([]);
    expect(rig.store.catalogs.item(rig.catalog, 'A')).toBeUndefined();
  });

  it('fires for each item that changes, and for no other', async () => {
    await using rig = new ManualRig();
    const csv = 'sku,name,price\nTENT,Tent,120.00\nPB-00001,New name,5.00\nNEW,New,7.00\n';
    expect(await rig.catalogs.import(rig.catalog, csv)).toEqual({ added: 1, updated: 1, unchanged: 1 });
    await rig.sender.idle();
    expect(rig.told().map(({ values }) => [values.CatalogItemId, values.ChangeType])).toEqual([
      ['PB-00001', 'UPDATED'],
      ['NEW', 'ADDED'],
    ]);
    expect(
      rig.catalogs.items(rig.catalog, {
        search: 'new',
        sort: 'price',
        descending: true,
        at: 0,
        limit: 10,
      }),
    ).toMatchObject({
      total: 2,
      rows: [{ sku: 'NEW' }, { sku: 'PB-00001' }],
    });
  });
});

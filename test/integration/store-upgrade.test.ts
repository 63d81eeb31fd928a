import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { captureFilter } from '../../electron/engine/capture-filter.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { DATABASE_FILE, openDatabase } from '../../electron/engine/store/database.ts';
import { MIGRATIONS } from '../../electron/engine/store/migrations.ts';
import { openDatabaseForReading } from '../../electron/engine/store/reading.ts';
import { applyCommand } from '../../shared/domain/action.ts';
import { formatIn } from '../../shared/domain/money.ts';
import { cents } from '../fixtures/cents.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { storedActions } from '../fixtures/lists.ts';

const DAY = 86_400_000;
const AT = Date.UTC(2026, 4, 12, 21);
const SAMPLE = '/home/ann/postbench-sample';
const LIFE_CYCLE = 'postbacks/acme-life-cycle.yaml';

/** An action as it was stored before there were items and currencies of orders. */
const oldAction = {
  id: '1000.1234.567890',
  program: { id: '1000', name: 'Acme ', timeZone: 'America/Los_Angeles', currency: 'USD', adId: '77' },
  eventType: { id: '1', name: 'Purchase', type: 'SALE', payout: { type: 'percent', percent: 10 } },
  partner: { id: '7', name: 'Hazel Nutt' },
  status: 'REVERSED',
  statusDetail: 'ITEM_RETURNED',
  amount: 0,
  payout: 0,
  intendedAmount: 12_000,
  intendedPayout: 1200,
  beforeReversal: { amount: 8000, payout: 800 },
  tracking: {
    subId1: 's',
    subId2: '',
    subId3: '',
    sharedId: 'x',
    refClickId: 'r',
    orderId: 'o-1',
    promoCode: '',
  },
  referringDate: AT,
  eventDate: AT,
  lockingDate: AT + 35 * DAY,
};
const oldLedger = [
  {
    kind: 'tracked',
    at: AT,
    status: 'PENDING',
    reason: '',
    amount: 12_000,
    payout: 1200,
    deltaAmount: 12_000,
    deltaPayout: 1200,
  },
  {
    kind: 'reversed',
    at: AT + 1,
    status: 'REVERSED',
    reason: 'ITEM_RETURNED',
    amount: 0,
    payout: 0,
    deltaAmount: -12_000,
    deltaPayout: -1200,
  },
];
const oldRun = {
  name: 'Old',
  file: 'a.yaml',
  to: null,
  seed: 1,
  startedAt: AT,
  endedAt: AT,
  state: 'finished',
  steps: [],
  problem: '',
};

it('a store of the version before opens with its actions, deliveries and runs, and goes on', () => {
  using folder = temporaryFolder();
  const before = new DatabaseSync(join(folder.path, DATABASE_FILE));
  for (const migration of MIGRATIONS.slice(0, 5)) before.exec(migration);
  before.exec('PRAGMA user_version = 5');
  const insert = before.prepare(
    'INSERT INTO actions (change, run_id, updated_at, action, ledger) VALUES (?, NULL, ?, ?, ?)',
  );
  insert.run(1, AT, JSON.stringify(oldAction), JSON.stringify(oldLedger));
  insert.run(
    2,
    AT,
    JSON.stringify({ ...oldAction, status: 'PENDING', amount: 12_000, payout: 1200, beforeReversal: null }),
    JSON.stringify(oldLedger.slice(0, 1)),
  );
  before
    .prepare('INSERT INTO runs (change, state, view) VALUES (3, ?, ?)')
    .run('finished', JSON.stringify(oldRun));
  before.close();

  const database = openDatabase(folder.path);
  const store = new ActivityStore(database);
  const { runs } = store.after(0, 10);
  expect(storedActions(store)).toMatchObject([
    {
      key: 1,
      id: oldAction.id,
      programName: 'Acme ',
      status: 'REVERSED',
      amount: 0,
      orderId: 'o-1',
      subId1: 's',
      entries: 2,
      cleared: false,
    },
    { key: 2, status: 'PENDING', amount: cents(12_000), payout: cents(1200), entries: 1 },
  ]);
  expect(runs).toMatchObject([
    { name: 'Old', expectations: [], skipped: [], events: 0, receiverBooks: null },
  ]);
  const { action, ledger } = store.actions.get(1)!;
  expect(action).toMatchObject({
    adId: '77',
    items: [],
    exchangeRate: 1,
    originalCurrency: 'USD',
    clearedDate: null,
  });
  expect(ledger.map(({ originalAmount }) => originalAmount)).toEqual([cents(12_000), 0]);
  const restored = applyCommand(action, { type: 'restore' }, AT + 3);
  expect(restored.action).toMatchObject({
    amount: cents(8000),
    payout: cents(800),
    originalAmount: cents(8000),
    status: 'PENDING',
  });
  store.actions.update(1, restored.action, restored.entry);
  expect(store.actions.get(1)!.ledger).toHaveLength(3);
  expect(store.actions.nextDate(null)).toBe(AT + 35 * DAY);
  database.close();
});

it('a store whose deliveries kept their values goes on with what waits, and marks what was under way', () => {
  using folder = temporaryFolder();
  const before = new DatabaseSync(join(folder.path, DATABASE_FILE));
  for (const migration of MIGRATIONS.slice(0, 6)) before.exec(migration);
  before.exec(`
    PRAGMA user_version = 6;
    INSERT INTO templates (id, text) VALUES (1, '{"name":"Sale"}');
    INSERT INTO deliveries (id, change, state, action_key, action_id, event, postback, created_at, due_at, attempts, template_id, event_values)
      VALUES (1, 1, 'delivered', 1, 'A.1', 'tracked', 'sale.yaml', 1, NULL, 1, 1, '{"ActionId":"A.1","Payout":"1.50"}'),
        (2, 2, 'waiting', 2, 'A.2', 'tracked', 'sale.yaml', 1, 9, 0, 1, '{"ActionId":"A.2"}');
    INSERT INTO attempts (id, delivery_id, number, due_at, sent_at, ended_at, outcome, origin, cause, request)
      VALUES (3, 1, 1, 1, 1, 2, 'delivered', 'http://127.0.0.1:1', 'said', x'41');
    INSERT INTO attempts (id, delivery_id, number, due_at, sent_at, outcome, origin, cause, request)
      VALUES (4, 2, 1, 1, 1, 'in-flight', 'http://127.0.0.1:1', '', x'42'), (9, 2, 1, 1, 1, 'in-flight', '', '', x'');
    DELETE FROM attempts WHERE id = 9;`);
  before.close();

  using database = openDatabase(folder.path);
  const store = new ActivityStore(database);
  expect(store.recover(10)).toMatchObject([{ id: 2, postbackFile: 'sale.yaml', attempts: 1, failures: 0 }]);
  expect(store.outbox.values(2)).toEqual({ ActionId: 'A.2' });
  const [delivered, waiting] = store.deliveriesAfter(0, 10);
  expect(delivered).toMatchObject({ payout: '1.50', attempts: [{ id: 3, outcome: 'delivered' }] });
  expect(waiting).toMatchObject({ id: 2, attempts: [{ id: 4, outcome: 'unknown', endedAt: 10 }] });
  expect(store.attempt(3)).toMatchObject({ cause: 'said', request: 'QQ==' });
  // Captures name attempts by their ids: one that was used is never given out again.
  const start = { number: 2, dueAt: 9, sentAt: 10, rateWaitMs: 0, maintenanceWaitMs: 0 } as const;
  const bytes = Buffer.from('C');
  const attempt = {
    deliveryId: 2,
    start: { ...start, intended: '' as const, origin: '', bytes, secrets: [] },
  };
  expect(store.outbox.startAttempts([attempt])).toEqual([10]);
});

const AMOUNTS = /^(?:amount|payout|originalAmount|deltaAmount|deltaPayout)$/;

/** JSON of before version 15 with the amounts as they are since. */
function inTenThousandths(json: unknown): unknown {
  return JSON.parse(String(json), (key, value: unknown) =>
    AMOUNTS.test(key) && typeof value === 'number' ? cents(value) : value,
  );
}

/** A store that version 7 wrote, killed while an attempt was under way: see its first line for how it was made. */
function storeOfVersion7(folder: string): void {
  using before = new DatabaseSync(join(folder, DATABASE_FILE));
  before.exec(readFileSync(join(import.meta.dirname, '../fixtures/stores/version-7.sql'), 'utf8'));
}

it('a store of version 7 opens with all that it holds, and goes on with what was under way', () => {
  using folder = temporaryFolder();
  storeOfVersion7(folder.path);
  using database = openDatabase(folder.path);
  const store = new ActivityStore(database);
  const killedAt = Date.UTC(2026, 10, 28);
  const open = store.recover(killedAt);
  expect(open).toMatchObject([
    { id: 6, workspace: SAMPLE, postbackFile: LIFE_CYCLE, attempts: 1, failures: 1 },
    { id: 7, attempts: 1, failures: 1 },
    { id: 8, attempts: 1, failures: 0, dueAt: killedAt },
  ]);
  for (const { id, templateId } of open) {
    expect(store.outbox.template(templateId)).toMatchObject({ kind: 'action', method: 'GET', headers: {} });
    expect(store.outbox.values(id)).toMatchObject({ CampaignId: '1000' });
  }
  // Retries repeat the first attempt to the byte, so its request must be read back.
  expect(store.outbox.firstRequest(6)).toMatchObject({
    request: { method: 'GET', body: null },
    secrets: [],
  });
  expect(store.deliveriesOfRun(1)).toHaveLength(3);
  const { runs } = store.after(0, 100);
  expect(runs).toMatchObject([{ name: 'Partial return', state: 'finished', problem: '', events: 3 }]);
  const ids = store.deliveriesAfter(0, 100).flatMap(({ attempts }) => attempts.map(({ id }) => id));
  expect(ids).toHaveLength(9);
  for (const id of ids) expect(store.attempt(id)).toMatchObject({ id, next: { parts: expect.any(Array) } });
});

it('actions of a store that kept each of them whole are the same, and what they have in common is kept once', () => {
  using folder = temporaryFolder();
  storeOfVersion7(folder.path);
  const whole = () => {
    using before = new DatabaseSync(join(folder.path, DATABASE_FILE));
    const rows = before.prepare('SELECT key, action, ledger FROM actions ORDER BY key').all();
    return rows.map(({ key, action, ledger }) => ({
      key,
      action: inTenThousandths(action),
      ledger: inTenThousandths(ledger),
    }));
  };
  const before = whole();
  expect(before).toHaveLength(4);
  using database = openDatabase(folder.path);
  const { actions } = new ActivityStore(database);
  expect(before.map(({ key }) => actions.get(Number(key)))).toMatchObject(before);
  const terms = () => database.prepare('SELECT count(*) AS n FROM action_terms').get()?.n;
  expect(terms()).toBe(1);
  // One more of the same terms shares them with those of before.
  const { action, ledger } = actions.get(4)!;
  const added = actions.add({ ...action, id: 'new' }, ledger[0]!, null);
  expect(actions.get(added)!.action).toEqual({ ...action, id: 'new' });
  expect(terms()).toBe(1);
  const dearer = { ...action, id: 'new', exchangeRate: 1.25 };
  actions.update(added, dearer, ledger[0]!);
  expect(actions.stored(added)).toMatchObject({ action: dearer, entries: 2 });
  expect(terms()).toBe(2);
});

it('captures of a store that did not count them are listed, with those that are missing, and counted before too', () => {
  using folder = temporaryFolder();
  storeOfVersion7(folder.path);
  {
    using old = openDatabaseForReading(folder.path)!;
    expect(new CaptureStore(old).count).toBe(8);
  }
  {
    using before = new DatabaseSync(join(folder.path, DATABASE_FILE));
    before.exec('DELETE FROM captures WHERE id IN (1, 4, 7)');
  }
  using database = openDatabase(folder.path);
  const store = new CaptureStore(database);
  const { rows, total } = store.list({ limit: 3, at: 1 });
  expect([rows.map(({ id }) => id), total]).toEqual([[6, 5, 3], 5]);
  expect(store.list({ limit: 9, search: 'later' }).rows.map(({ id }) => id)).toEqual([8]);
});

it('captures of a store without endpoints belong to the one that there was, and are found there', () => {
  using folder = temporaryFolder();
  storeOfVersion7(folder.path);
  using database = openDatabase(folder.path);
  const store = new CaptureStore(database);
  expect(store.list({ limit: 9 }).rows.map(({ endpoint }) => endpoint)).toEqual(Array(8).fill('default'));
  const found = (query: string) => store.list({ limit: 9, filter: captureFilter(query)! }).total;
  expect([found('endpoint:=default'), found('-endpoint:=default')]).toEqual([8, 0]);
});

it('what was switched off before stays off, in the workspace whose it was as far as that is known', () => {
  using folder = temporaryFolder();
  storeOfVersion7(folder.path);
  using database = openDatabase(folder.path);
  const { outbox } = new ActivityStore(database);
  const files = (workspace: string) => outbox.switchedOff(workspace).map(({ file }) => file);
  expect(files(SAMPLE)).toEqual([LIFE_CYCLE, 'postbacks/gone.yaml']);
  expect(files('/elsewhere')).toEqual(['postbacks/gone.yaml']);
  expect(outbox.switchOn('/elsewhere', LIFE_CYCLE)).toBe(false);
  expect(outbox.switchOn('/elsewhere', 'postbacks/gone.yaml')).toBe(true);
  expect(files(SAMPLE)).toEqual([LIFE_CYCLE]);
  outbox.switchOff({ workspace: '/elsewhere', file: LIFE_CYCLE, at: 1, sentence: 'failures' });
  expect(outbox.switchOn(SAMPLE, LIFE_CYCLE)).toBe(true);
  expect(files('/elsewhere')).toEqual([LIFE_CYCLE]);
});

it('a text that no version has written is named, with what to do', () => {
  using folder = temporaryFolder();
  using database = openDatabase(folder.path);
  database.exec(`INSERT INTO templates (id, text) VALUES (1, '{"name":1}'), (2, 'not JSON')`);
  const { outbox } = new ActivityStore(database);
  for (const id of [1, 2])
    expect(() => outbox.template(id)).toThrow(expect.objectContaining({ code: 'PB_STORE_DAMAGED' }));
});

it('a store with amounts in hundredths keeps them in every currency, and what was sent stays as it was', () => {
  using folder = temporaryFolder();
  const before = new DatabaseSync(join(folder.path, DATABASE_FILE));
  for (const migration of MIGRATIONS.slice(0, 14)) before.exec(migration);
  before.exec('PRAGMA user_version = 14');
  const money = {
    amount: 198_000,
    payout: 19_800,
    originalAmount: 198_000,
    items: [{ sku: 'A', quantity: 1, amount: 198_000, category: '' }],
  };
  const terms = {
    program: { id: '1', name: 'Acme', timeZone: 'UTC', currency: 'JPY', clearingDays: 30 },
    adId: '1',
    eventType: { id: '2', name: 'Sale', type: 'SALE', payout: { type: 'fixed', amount: '198' } },
    partner: { id: '7', name: 'Hazel' },
    originalCurrency: 'JPY',
    exchangeRate: 1,
    landingPage: '',
  };
  const rest = {
    tracking: { subId2: '', subId3: '', refClickId: '', promoCode: '', propertyId: '' },
    referringDate: 0,
    originalAmount: 0,
    items: [],
    statusDetail: '',
    intended: money,
    beforeReversal: money,
    clearingDate: null,
    clearedDate: null,
  };
  const ledger = [
    {
      kind: 'tracked',
      at: 0,
      status: 'PENDING',
      reason: '',
      amount: 198_000,
      payout: 19_800,
      deltaAmount: 198_000,
      deltaPayout: 19_800,
      originalAmount: 198_000,
    },
  ];
  before.prepare('INSERT INTO action_terms (id, text) VALUES (1, ?)').run(JSON.stringify(terms));
  before
    .prepare(
      "INSERT INTO actions (key, change, updated_at, action, ledger, id, status, amount, payout, currency, terms_id, entries, locking_date) VALUES (1, 1, 0, ?, ?, '1.2.3', 'REVERSED', 0, 0, 'JPY', 1, 1, 99)",
    )
    .run(JSON.stringify(rest), JSON.stringify(ledger));
  const inquiry = {
    id: '5',
    transactionAmount: 198_000,
    expectedPayout: null,
    closed: { finalPayout: 19_800 },
  };
  before
    .prepare('INSERT INTO inquiries (key, change, inquiry) VALUES (1, 2, ?)')
    .run(JSON.stringify(inquiry));
  before
    .prepare(
      "INSERT INTO catalog_items (key, catalog_key, sku, name, price, stock, removed, updated_at, changes, item) VALUES (1, 1, 'T', 'Tent', 490000, 'InStock', 0, 0, 0, ?)",
    )
    .run(JSON.stringify({ sku: 'T', price: 490_000, originalPrice: 500_000 }));
  before
    .prepare('INSERT INTO journal (at, seed, what) VALUES (0, 1, ?)')
    .run(JSON.stringify({ at: 0, type: 'track', key: 1, purchase: { amount: 198_000, payout: 19_800 } }));
  before.close();

  const database = openDatabase(folder.path);
  const store = new ActivityStore(database);
  const { action, ledger: lines } = store.actions.get(1)!;
  const yen = (amount: number) => formatIn(amount, 'JPY');
  expect([
    yen(action.intended.amount),
    yen(action.intended.payout),
    yen(action.beforeReversal!.items[0]!.amount),
  ]).toEqual(['1980', '198', '1980']);
  expect(lines.map(({ payout, deltaPayout }) => [yen(payout), yen(deltaPayout)])).toEqual([['198', '198']]);
  expect(action.eventType.payout).toEqual({ type: 'fixed', amount: '198' });
  const restored = applyCommand(action, { type: 'restore' }, 1).action;
  expect([yen(restored.amount), yen(restored.payout)]).toEqual(['1980', '198']);
  const text = (sql: string) => String(Object.values(database.prepare(sql).get()!)[0]);
  expect(JSON.parse(text('SELECT inquiry FROM inquiries'))).toMatchObject({
    transactionAmount: 19_800_000,
    expectedPayout: null,
    closed: { finalPayout: 1_980_000 },
  });
  expect(text('SELECT price FROM catalog_items')).toBe('49000000');
  expect(JSON.parse(text('SELECT item FROM catalog_items'))).toMatchObject({
    price: 49_000_000,
    originalPrice: 50_000_000,
  });
  expect(JSON.parse(text('SELECT what FROM journal'))).toMatchObject({
    purchase: { amount: 19_800_000, payout: 1_980_000 },
  });
  database.close();
});

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { DATABASE_FILE, openDatabase } from '../../electron/engine/store/database.ts';
import { MIGRATIONS } from '../../electron/engine/store/migrations.ts';
import { applyCommand } from '../../shared/domain/action.ts';
import { temporaryFolder } from '../fixtures/command.ts';

const DAY = 86_400_000;
const AT = Date.UTC(2026, 4, 12, 21);

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
  const store = new ActivityStore(database, () => AT + 2);
  const { actions, runs } = store.after(0, 10);
  expect(actions).toMatchObject([
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
    { key: 2, status: 'PENDING', amount: 12_000, payout: 1200, entries: 1 },
  ]);
  expect(runs).toMatchObject([{ name: 'Old', expectations: [], skipped: [], events: 0 }]);
  const { action, ledger } = store.actions.get(1)!;
  expect(action).toMatchObject({
    adId: '77',
    items: [],
    exchangeRate: 1,
    originalCurrency: 'USD',
    clearedDate: null,
  });
  expect(ledger.map(({ originalAmount }) => originalAmount)).toEqual([12_000, 0]);
  const restored = applyCommand(action, { type: 'restore' }, AT + 3);
  expect(restored.action).toMatchObject({
    amount: 8000,
    payout: 800,
    originalAmount: 8000,
    status: 'PENDING',
  });
  store.actions.update(1, restored.action, restored.entry);
  expect(store.actions.get(1)!.ledger).toHaveLength(3);
  expect(store.actions.nextDate()).toBe(AT + 35 * DAY);
  database.close();
});

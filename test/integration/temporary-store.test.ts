import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { DATABASE_FILE, openDatabase } from '../../electron/engine/store/database.ts';
import { SAMPLE_TIME, SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { trackPurchase } from '../../shared/domain/track.ts';
import { cents } from '../fixtures/cents.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';
import { storedActions } from '../fixtures/lists.ts';

function storeOf(database: ReturnType<typeof openDatabase>) {
  const store = new ActivityStore(database);
  return { actions: store.actions, transaction: (work: () => void) => store.transaction(work) };
}

const pragma = (database: ReturnType<typeof openDatabase>, name: string) =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

it('a temporary store waits for no disk, and still takes back what fails as a whole', () => {
  using folder = temporaryFolder();
  using database = openDatabase(folder.path, { temporary: true });
  expect([pragma(database, 'journal_mode'), pragma(database, 'synchronous')]).toEqual(['memory', 0]);
  database.exec('BEGIN; DELETE FROM counters; ROLLBACK');
  expect(database.prepare('SELECT count(*) AS n FROM counters').get()).not.toEqual({ n: 0 });
  expect(readdirSync(folder.path)).toEqual([DATABASE_FILE]);
});

it('a temporary store takes back what fails alone, not what was stored before it and is not yet committed', () => {
  using folder = temporaryFolder();
  using database = openDatabase(folder.path, { temporary: true });
  const { actions, transaction } = storeOf(database);
  const { action, entry } = trackPurchase(SAMPLE_WORLD, { amount: cents(100) }, SAMPLE_TIME, 1, 0);
  const kept = actions.add(action, entry, null);
  expect(database.isTransaction).toBe(true);
  const failing = () =>
    transaction(() => {
      actions.add({ ...action, exchangeRate: 2 }, entry, null);
      throw new Error('refused');
    });
  expect(failing).toThrow('refused');
  expect(actions.get(kept)).toMatchObject({ action });
  expect(database.prepare('SELECT count(*) AS n FROM actions').get()).toEqual({ n: 1 });
  // More of them than are committed together.
  for (let i = 0; i < 1200; i += 1) actions.update(kept, action, entry);
  expect(failing).toThrow('refused');
  expect(actions.get(kept)!.ledger).toHaveLength(1201);
  // The terms that were taken back are stored anew.
  const dear = actions.add({ ...action, exchangeRate: 2 }, entry, null);
  expect(actions.get(dear)).toMatchObject({ action: { exchangeRate: 2 } });
});

it('a store of a data folder keeps its log, so that what is committed survives the process', () => {
  using folder = temporaryFolder();
  using database = openDatabase(folder.path);
  expect([pragma(database, 'journal_mode'), pragma(database, 'synchronous')]).toEqual(['wal', 1]);
});

it('an engine over a temporary folder never waits for the disk, whatever its settings say', async () => {
  await using opened = await openEngine({ temporary: true });
  const { engine, folder } = opened;
  expect(engine.storeSynchronous).toBe(0);
  expect(existsSync(join(folder, 'data', `${DATABASE_FILE}-wal`))).toBe(false);
  engine.setSynchronous('full');
  expect(engine.storeSynchronous).toBe(0);
  const { action } = await engine.manual.track({ amount: cents(100) });
  expect(storedActions(engine.activity)).toMatchObject([{ id: action.id }]);
});

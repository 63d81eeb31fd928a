import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DATABASE_FILE, openDatabase } from '../../electron/engine/store/database.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';
import { storedActions } from '../fixtures/lists.ts';

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
  const { action } = await engine.manual.track({ amount: 100 });
  expect(storedActions(engine.activity)).toMatchObject([{ id: action.id }]);
});

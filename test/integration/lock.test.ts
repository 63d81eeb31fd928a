import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { LOCK_FILE, lockDataFolder } from '../../electron/engine/store/lock.ts';
import { temporaryFolder } from '../fixtures/receiver-rig.ts';

const CHILD = fileURLToPath(new URL('../fixtures/lock-child.ts', import.meta.url));

async function startChild(folder: string): Promise<ChildProcess> {
  const child = fork(CHILD, [folder]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function tryLock(child: ChildProcess): Promise<string> {
  const answer = once(child, 'message');
  child.send('lock');
  return String((await answer)[0]);
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

test('one engine owns a data folder, until it gives it free', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'new', 'folder');
  const lock = lockDataFolder(path);
  const held = JSON.parse(readFileSync(join(path, LOCK_FILE), 'utf8')) as Record<string, unknown>;
  expect(held).toMatchObject({ pid: process.pid, startedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string });
  expect(() => lockDataFolder(path)).toThrow(
    expect.objectContaining({
      code: 'PB_DATA_FOLDER_IN_USE',
      message: `${path} is in use by process ${process.pid}.`,
      remedy: expect.stringContaining('--data-dir') as string,
    }),
  );
  lock.release();
  lock.release();
  lockDataFolder(path).release();
  expect(readdirSync(path)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a folder that the system cannot make is refused, not tried for ever',
  () => {
    for (const path of ['/proc/postbench', '/proc/a/b/c', '/dev/null', '/dev/null/postbench'])
      expect(() => lockDataFolder(path)).toThrow(
        expect.objectContaining({ code: 'PB_DATA_FOLDER_UNUSABLE' }),
      );
  },
);

test('another process is kept out while its owner lives and let in after kill -9', async () => {
  using folder = temporaryFolder();
  const owner = await startChild(folder.path);
  const other = await startChild(folder.path);
  expect(await tryLock(owner)).toBe('locked');
  expect(await tryLock(other)).toContain(`in use by process ${owner.pid}`);
  await kill(owner);
  expect(await tryLock(other)).toBe('locked');
  expect(() => lockDataFolder(folder.path)).toThrow(`in use by process ${other.pid}`);
});

test('of many that find a stale lock at the same time one gets it', async () => {
  using folder = temporaryFolder();
  const first = await startChild(folder.path);
  expect(await tryLock(first)).toBe('locked');
  const starters = await Promise.all(Array.from({ length: 6 }, () => startChild(folder.path)));
  await kill(first);
  const answers = await Promise.all(starters.map(tryLock));
  expect(answers.filter((answer) => answer === 'locked')).toHaveLength(1);
  const owner = starters[answers.indexOf('locked')];
  expect(() => lockDataFolder(folder.path)).toThrow(`in use by process ${owner?.pid}`);
  expect(readdirSync(folder.path)).toEqual([LOCK_FILE]);
});

const hasProc = existsSync('/proc/self/stat');

test.skipIf(!hasProc)('a lock whose pid belongs to a later process is stale', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, LOCK_FILE);
  lockDataFolder(folder.path);
  const held = JSON.parse(readFileSync(file, 'utf8')) as { process: string };
  writeFileSync(file, JSON.stringify({ ...held, process: `${held.process}0` }));
  lockDataFolder(folder.path).release();
});

for (const content of ['', '{"pid":', '[]', 'null', '{"pid":"x"}', '{"pid":-1}', '{"pid":4194305}']) {
  test(`a lock file that holds '${content}' is nobody's`, () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, LOCK_FILE), content);
    lockDataFolder(folder.path).release();
    expect(readdirSync(folder.path)).toEqual([]);
  });
}

test('a claim that its owner died with is taken over like the lock itself', () => {
  using folder = temporaryFolder();
  const gone = { pid: 4_194_305, startedAt: '', process: '' };
  const file = join(folder.path, LOCK_FILE);
  writeFileSync(file, JSON.stringify({ ...gone, token: 'first' }));
  writeFileSync(`${file}.first.claim`, JSON.stringify({ ...gone, token: 'second' }));
  lockDataFolder(folder.path).release();
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a folder that cannot be made is named', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'file'), '');
  expect(() => lockDataFolder(join(folder.path, 'file', 'below'))).toThrow(
    expect.objectContaining({ code: 'PB_DATA_FOLDER_UNUSABLE' }),
  );
});

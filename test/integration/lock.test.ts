import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { KERNEL_LOCK_FILE, LOCK_FILE, lockDataFolder } from '../../electron/engine/store/lock.ts';
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
  expect(readdirSync(path)).toEqual([KERNEL_LOCK_FILE]);
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
  expect(readdirSync(folder.path).toSorted()).toEqual([KERNEL_LOCK_FILE, LOCK_FILE]);
});

const hasProc = existsSync('/proc/self/stat');

/** A lock file as older versions write it, which have no other lock. */
const old = (owner: Record<string, unknown>) =>
  JSON.stringify({ startedAt: new Date().toISOString(), process: '', token: 'old', ...owner });

test.skipIf(!hasProc)(
  'an older version is kept in its rights while its process lives, and no longer',
  async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, LOCK_FILE);
    const living = await startChild(folder.path);
    const stat = readFileSync(`/proc/${living.pid}/stat`, 'utf8');
    const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const identity = `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${began}`;
    writeFileSync(file, old({ pid: living.pid, process: identity }));
    for (let count = 0; count < 2; count += 1)
      expect(() => lockDataFolder(folder.path)).toThrow(`in use by process ${living.pid}`);
    // The same pid, of a process that began later.
    writeFileSync(file, old({ pid: living.pid, process: `${identity}0` }));
    lockDataFolder(folder.path).release();
    writeFileSync(file, old({ pid: living.pid, process: identity }));
    await kill(living);
    lockDataFolder(folder.path).release();
  },
);

test('a lock from before the computer was started is nobody’s, whoever has its pid now', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, LOCK_FILE);
  const startedAt = new Date(Date.now() - uptime() * 1000 - 3_600_000).toISOString();
  writeFileSync(file, old({ pid: process.pid, startedAt }));
  lockDataFolder(folder.path).release();
  writeFileSync(file, old({ pid: process.pid }));
  expect(() => lockDataFolder(folder.path)).toThrow(`in use by process ${process.pid}`);
});

test('the lock file of one that had the kernel’s lock too is stale once that is free, whoever has its pid now', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, LOCK_FILE), old({ pid: process.pid, kernel: true }));
  lockDataFolder(folder.path).release();
});

test('a second try in the same process does not take away the first one’s lock', async () => {
  using folder = temporaryFolder();
  const lock = lockDataFolder(folder.path);
  for (let count = 0; count < 3; count += 1) expect(() => lockDataFolder(folder.path)).toThrow('in use');
  const other = await startChild(folder.path);
  expect(await tryLock(other)).toContain(`in use by process ${process.pid}`);
  lock.release();
  expect(await tryLock(other)).toBe('locked');
});

test('the kernel’s lock counts, whatever somebody wrote into the lock file', async () => {
  using folder = temporaryFolder();
  const owner = await startChild(folder.path);
  expect(await tryLock(owner)).toBe('locked');
  for (const content of [
    undefined,
    '',
    'junk',
    old({ pid: 4_194_305 }),
    old({ pid: process.pid, token: '../x' }),
  ]) {
    if (content === undefined) rmSync(join(folder.path, LOCK_FILE));
    else writeFileSync(join(folder.path, LOCK_FILE), content);
    expect(() => lockDataFolder(folder.path)).toThrow(/is in use by (?:another process|process \d+)\.$/);
  }
});

test('nothing in the lock file leads anywhere', () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  for (const token of [
    '../../outside',
    '/etc/outside',
    'a/b',
    '',
    '\0',
    'x'.repeat(5000),
    { a: 1 },
    null,
    7,
  ]) {
    const lock = lockDataFolder(data);
    lock.release();
    writeFileSync(join(data, LOCK_FILE), old({ pid: 4_194_305, token, process: token, startedAt: token }));
    lockDataFolder(data).release();
    expect(readdirSync(data)).toEqual([KERNEL_LOCK_FILE]);
    expect(readdirSync(folder.path)).toEqual(['data']);
  }
});

test.skipIf(process.platform === 'win32')(
  'a link, a pipe or a large file in place of the lock file is nobody’s',
  () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    mkdirSync(data);
    const file = join(data, LOCK_FILE);
    const target = join(folder.path, 'mine');
    writeFileSync(target, old({ pid: process.pid }));
    const places = [
      () => symlinkSync(target, file),
      () => symlinkSync(LOCK_FILE, file),
      () => expect(spawnSync('mkfifo', [file]).status).toBe(0),
      () => writeFileSync(file, ' '.repeat(100_000)),
    ];
    for (const place of places) {
      place();
      lockDataFolder(data).release();
      expect(readFileSync(target, 'utf8')).toContain('"token":"old"');
      expect(readdirSync(data)).toEqual([KERNEL_LOCK_FILE]);
    }
  },
);

test('a kernel lock file with other content is replaced', () => {
  using folder = temporaryFolder();
  writeFileSync(
    join(folder.path, KERNEL_LOCK_FILE),
    'not a database, as long as a header must be. '.repeat(50),
  );
  const lock = lockDataFolder(folder.path);
  expect(() => lockDataFolder(folder.path)).toThrow('in use');
  lock.release();
});

for (const content of ['', '{"pid":', '[]', 'null', '{"pid":"x"}', '{"pid":-1}', '{"pid":4194305}']) {
  test(`a lock file that holds '${content}' is nobody's`, () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, LOCK_FILE), content);
    lockDataFolder(folder.path).release();
    expect(readdirSync(folder.path)).toEqual([KERNEL_LOCK_FILE]);
  });
}

test('what an older version left while it took a lock is removed', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, LOCK_FILE);
  writeFileSync(file, old({ pid: 4_194_305, token: 'first' }));
  writeFileSync(`${file}.first.claim`, old({ pid: process.pid, token: 'second' }));
  lockDataFolder(folder.path).release();
  expect(readdirSync(folder.path)).toEqual([KERNEL_LOCK_FILE]);
});

test('a folder that cannot be made is named', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'file'), '');
  expect(() => lockDataFolder(join(folder.path, 'file', 'below'))).toThrow(
    expect.objectContaining({ code: 'PB_DATA_FOLDER_UNUSABLE' }),
  );
});

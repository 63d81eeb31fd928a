import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, test } from 'vitest';
import { connectEngine } from '../fixtures/client.ts';
import { postbench, start, temporaryFolder } from '../fixtures/command.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';
import { CAN_DROP_PRIVILEGES, startUnprivileged } from '../fixtures/unprivileged.ts';

const post = (address: string) => fetch(`${address}/pb?id=1`, { method: 'POST', body: 'x' });

/** A data folder in which `receive` has stored two captures. `open`: as a killed process leaves it, with its log. */
async function dataFolder(path: string, { open }: { open: boolean }): Promise<string> {
  const data = join(path, 'data');
  await using running = start('receive', '--port', '0', '--data-dir', data);
  const [, address] = await running.says(/Listening on (\S+)/);
  for (let count = 0; count < 2; count += 1) expect((await post(address!)).status).toBe(200);
  running.child.kill(open ? 'SIGKILL' : 'SIGTERM');
  await running.ended;
  expect(existsSync(join(data, 'postbench.db-wal'))).toBe(open);
  return data;
}

async function captures(data: string) {
  await using running = startUnprivileged('captures', '--count', '--data-dir', data);
  const code = await running.ended;
  return { code, out: running.out().trim(), err: running.err() };
}

describe.skipIf(!CAN_DROP_PRIVILEGES)('captures of a folder with restricted rights', () => {
  it.each([
    ['that is at rest', { open: false, index: true }],
    ['whose log still holds captures', { open: true, index: true }],
    ['whose log still holds captures, without its index', { open: true, index: false }],
  ])('are all read from one that may not be written, %s', async (_what, { open, index }) => {
    using folder = temporaryFolder();
    const data = await dataFolder(folder.path, { open });
    if (!index) rmSync(join(data, 'postbench.db-shm'));
    for (const path of [folder.path, data]) chmodSync(path, 0o755);
    for (const name of ['postbench.db', 'postbench.db-wal', 'postbench.db-shm'])
      if (existsSync(join(data, name))) chmodSync(join(data, name), 0o444);
    chmodSync(data, 0o555);
    expect(await captures(data)).toEqual({ code: 0, out: '2', err: '' });
    chmodSync(data, 0o755);
  });

  it.each([
    ['the store may not be read', 'data/postbench.db', 0o000],
    ['the folder may not be entered', 'data', 0o600],
    ['a folder above it may not be entered', '.', 0o600],
  ])('are an error where %s, never 0', async (_what, path, mode) => {
    using folder = temporaryFolder();
    const data = await dataFolder(folder.path, { open: false });
    for (const one of [folder.path, data]) chmodSync(one, 0o755);
    chmodSync(join(folder.path, path), mode);
    const { code, out, err } = await captures(data);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^PB_DATA_FOLDER_UNUSABLE: .*cannot be read: .*\n.*Check that you may read/);
    chmodSync(folder.path, 0o755);
  });
});

test('captures of a read-only mount are read', async (context) => {
  using folder = temporaryFolder();
  const data = await dataFolder(folder.path, { open: false });
  const mounted = join(folder.path, 'mounted');
  mkdirSync(mounted);
  if (spawnSync('mount', ['--bind', data, mounted]).status !== 0) context.skip('needs the right to mount');
  try {
    expect(spawnSync('mount', ['-o', 'remount,ro,bind', mounted]).status).toBe(0);
    const { code, out } = await postbench('captures', '--count', '--data-dir', mounted);
    expect({ code, out: out.trim() }).toEqual({ code: 0, out: '2' });
  } finally {
    spawnSync('umount', [mounted]);
  }
});

test('captures of a folder that is not there, or without a store, are none', async () => {
  using folder = temporaryFolder();
  for (const data of [join(folder.path, 'nothing'), folder.path])
    expect(await postbench('captures', '--count', '--data-dir', data)).toEqual({
      code: 0,
      out: '0\n',
      err: '',
    });
});

test('captures of what is no store are an error', async () => {
  using folder = temporaryFolder();
  writeFileSync(
    join(folder.path, 'postbench.db'),
    'not a database, but long enough to be looked at'.repeat(50),
  );
  const { code, err } = await postbench('captures', '--data-dir', folder.path);
  expect(code).toBe(2);
  expect(err).toMatch(/^PB_STORE_DAMAGED: .*it is not a database/);
});

/** What happens to the store of a running receiver. */
const LOSSES: [string, (data: string) => void][] = [
  ['its data folder is removed', (data) => rmSync(data, { recursive: true })],
  ['its data folder is moved away', (data) => renameSync(data, `${data}-elsewhere`)],
  [
    'its data folder is put back from a copy',
    (data) => {
      cpSync(data, `${data}-copy`, { recursive: true });
      rmSync(data, { recursive: true });
      renameSync(`${data}-copy`, data);
    },
  ],
  ['its store is removed', (data) => rmSync(join(data, 'postbench.db'))],
  ['its log is removed', (data) => rmSync(join(data, 'postbench.db-wal'))],
  [
    'its store is replaced',
    (data) => {
      copyFileSync(join(data, 'postbench.db'), join(data, 'other'));
      renameSync(join(data, 'other'), join(data, 'postbench.db'));
    },
  ],
  ['its store is emptied', (data) => truncateSync(join(data, 'postbench.db'))],
  ['its log is emptied', (data) => truncateSync(join(data, 'postbench.db-wal'))],
  [
    'its table is dropped',
    (data) => {
      const database = new DatabaseSync(join(data, 'postbench.db'));
      database.exec('DROP TABLE captures');
      database.close();
    },
  ],
];

describe('a receiver that can no longer keep what it receives', () => {
  it.each(LOSSES)('responds 503 and says why, once: %s', async (_what, lose) => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    await using running = start('receive', '--port', '0', '--data-dir', data);
    const [, address] = await running.says(/Listening on (\S+)/);
    expect((await post(address!)).status).toBe(200);
    lose(data);
    for (let count = 0; count < 5; count += 1) {
      const response = await post(address!);
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('could not store');
    }
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(3);
    expect(running.err()).toMatch(/PB_(?:DATA_FOLDER_UNUSABLE|STORE_DAMAGED): /);
    const reasons = running.err().match(/could not be stored[^\n]*\n[^\n]*/g) ?? [];
    expect(new Set(reasons).size).toBe(reasons.length);
    expect(running.err()).toMatch(/restart Postbench|at the next start/i);
    expect(running.err()).not.toContain('bug in Postbench');
  });

  it.each(LOSSES)('also under serve, whose screen is told: %s', async (_what, lose) => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    await using running = start('serve', '--no-open', '--port', '0', '--data-dir', data);
    const [, address] = await running.says(/Receiver listening on (\S+)/);
    const [, url] = await running.says(/Postbench is at (\S+)/);
    const { client, close } = await connectEngine(url!);
    expect((await post(address!)).status).toBe(200);
    lose(data);
    for (let count = 0; count < 5; count += 1) expect((await post(address!)).status).toBe(503);
    for await (const { receiver } of await client.engine.follow()) {
      if (receiver.state !== 'not-storing') continue;
      expect(receiver.note).toMatch(/restart Postbench|at the next start/i);
      break;
    }
    close();
    expect(running.err()).toMatch(/PB_(?:DATA_FOLDER_UNUSABLE|STORE_DAMAGED)/);
    expect(running.err()).not.toContain('bug in Postbench');
    running.child.kill('SIGTERM');
    // That it ends in order, whether or not it can write a last time.
    expect([0, 2, 3]).toContain(await running.ended);
  });

  it('responds 507 to a full disk, and resumes by itself once there is room again', async () => {
    await using rig = await ReceiverRig.start();
    const address = `http://127.0.0.1:${rig.port}`;
    const large = () => fetch(address, { method: 'POST', body: 'x'.repeat(300_000) });
    expect((await large()).status).toBe(200);
    rig.database.exec('PRAGMA max_page_count = 1');
    const refused = await large();
    expect(refused.status).toBe(507);
    expect(await refused.text()).toBe('Postbench could not store this request: the disk is full.');
    rig.database.exec('PRAGMA max_page_count = 1000000');
    expect((await large()).status).toBe(200);
    expect(rig.all()).toHaveLength(2);
  });
});

import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePrivate } from '../../electron/engine/store/private-folder.ts';
import { connectEngine } from '../fixtures/client.ts';
import { start, temporaryFolder } from '../fixtures/command.ts';

/** What is in a data folder that others could read, by its path; without the user's own workspace. */
function openToOthers(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('sample-workspace'),
  );
  return ['.', ...all].filter((name) => (lstatSync(join(folder, name)).mode & 0o077) !== 0);
}

/** Starts the app over a data folder, keeps a draft and a capture, and looks while it runs and afterwards. */
async function use(data: string): Promise<void> {
  await using running = start('serve', '--no-open', '--port', '0', '--data-dir', data);
  const [, receiver] = await running.says(/Receiver listening on (\S+)/);
  const [, url] = await running.says(/Postbench is at (\S+)/);
  expect((await fetch(receiver!)).status).toBe(200);
  const { client, close } = await connectEngine(url!);
  await client.engine.setTheme({ theme: 'dark' });
  close();
  expect(openToOthers(data)).toEqual([]);
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(openToOthers(data)).toEqual([]);
}

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  it('is private from the start, with everything in it', async () => {
    using folder = temporaryFolder();
    await use(join(folder.path, 'new', 'data'));
  });

  it('becomes private where an older version has left it open', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    await use(data);
    mkdirSync(join(data, 'drafts'));
    writeFileSync(join(data, 'drafts', 'a.json'), '{}');
    for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
      if (name.startsWith('sample-workspace')) continue;
      chmodSync(join(data, name), lstatSync(join(data, name)).isDirectory() ? 0o755 : 0o644);
    }
    chmodSync(data, 0o755);
    expect(openToOthers(data)).not.toEqual([]);
    await use(data);
  });

  it('keeps the modes of what is not Postbench’s own, and of what a link leads to', () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    mkdirSync(data);
    const mine = join(data, 'notes.txt');
    const target = join(folder.path, 'target');
    for (const path of [mine, target]) writeFileSync(path, '');
    for (const path of [mine, target]) chmodSync(path, 0o644);
    symlinkSync(target, join(data, 'settings.json'));
    makePrivate(data);
    expect([mine, target].map((path) => lstatSync(path).mode & 0o777)).toEqual([0o644, 0o644]);
    expect(lstatSync(data).mode & 0o777).toBe(0o700);
  });

  it('that is everybody’s, as /tmp is, keeps its mode', () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o1777);
    makePrivate(folder.path);
    expect(lstatSync(folder.path).mode & 0o7777).toBe(0o1777);
  });
});

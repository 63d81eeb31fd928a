import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { connectEngine } from '../fixtures/client.ts';
import { start, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const NORMAL = 1;
const FULL = 2;

test('the store waits for the disk at each commit as soon as it shall survive a power cut, and after the next start', async () => {
  using folder = temporaryFolder();
  const dataFolder = join(folder.path, 'data');
  const first = await Engine.open({ dataFolder, port: 0 });
  expect([first.storeSynchronous, first.view().synchronous]).toEqual([NORMAL, 'normal']);
  first.setSynchronous('full');
  expect([first.storeSynchronous, first.view().synchronous]).toEqual([FULL, 'full']);
  await first.close();
  const second = await Engine.open({ dataFolder, port: 0 });
  expect(second.storeSynchronous).toBe(FULL);
  second.setSynchronous('normal');
  expect(second.storeSynchronous).toBe(NORMAL);
  await second.close();
});

test('a fresh data folder survives the end of the process only', async () => {
  await using opened = await openEngine();
  expect(opened.engine.storeSynchronous).toBe(NORMAL);
});

test('what one start sets, the next start of the command tells', async () => {
  using folder = temporaryFolder();
  const serve = async () => {
    const running = start('serve', '--no-open', '--port', '0', '--data-dir', join(folder.path, 'data'));
    const [, url] = await running.says(/Postbench is at (\S+)/);
    return { running, ...(await connectEngine(url!)) };
  };
  const first = await serve();
  await first.client.engine.setSynchronous({ synchronous: 'full' });
  await first.running[Symbol.asyncDispose]();
  const second = await serve();
  for await (const { synchronous } of await second.client.engine.follow()) {
    expect(synchronous).toBe('full');
    break;
  }
  second.close();
  await second.running[Symbol.asyncDispose]();
});

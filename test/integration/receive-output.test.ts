import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { expect, test } from 'vitest';
import { BIN, temporaryFolder } from '../fixtures/command.ts';

const REQUESTS = 6_000;

/** `postbench receive` whose output nobody reads until it is asked for. */
async function unread(folder: string) {
  const child = spawn(process.execPath, [BIN, 'receive', '--port', '0', '--data-dir', folder, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const talk = createInterface({ input: child.stderr });
  const [line] = (await once(talk, 'line')) as [string];
  talk.on('line', () => {});
  const pool = new Pool(line.replace('Listening on ', ''), { connections: 20, pipelining: 1 });
  const load = async () => {
    const body = 'x'.repeat(1_000);
    const post = async () => {
      const response = await pool.request({ path: '/', method: 'POST', body });
      await response.body.dump();
      return response.statusCode;
    };
    const statuses: number[] = [];
    for (let sent = 0; sent < REQUESTS; sent += 200)
      statuses.push(...(await Promise.all(Array.from({ length: 200 }, post))));
    await pool.close();
    return statuses;
  };
  return { child, load };
}

test('a reader that does not read what receive prints holds up no request, and gets every line later', async () => {
  using folder = temporaryFolder();
  const { child, load } = await unread(folder.path);
  const ended = once(child, 'exit');
  const statuses = await load();
  expect(statuses).toHaveLength(REQUESTS);
  expect(new Set(statuses)).toEqual(new Set([200]));
  const ids: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => ids.push((JSON.parse(line) as { id: number }).id));
  await expect.poll(() => ids.length, { timeout: 30_000 }).toBe(REQUESTS);
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(ids).toEqual(Array.from({ length: REQUESTS }, (_, index) => index + 1));
});

test('a reader that has stopped for good does not keep receive from ending', async () => {
  using folder = temporaryFolder();
  const { child, load } = await unread(folder.path);
  const ended = once(child, 'exit');
  await load();
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { start, temporaryFolder } from '../fixtures/command.ts';

/** Starts the app once and ends it again; returns its port and what it said. */
async function servedAt(dataFolder: string): Promise<{ port: number; err: string }> {
  await using running = start('serve', '--no-open', '--port', '0', '--data-dir', dataFolder);
  const [, port] = await running.says(/Postbench is at http:\/\/127\.0\.0\.1:(\d+)/);
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  return { port: Number(port), err: running.err() };
}

describe('the port of the screen', () => {
  it('is the same at each start, or another one with a sentence while it is taken', async () => {
    using folder = temporaryFolder();
    const dataFolder = join(folder.path, 'data');
    const first = await servedAt(dataFolder);
    expect(first.err).not.toContain('is taken');
    expect((await servedAt(dataFolder)).port).toBe(first.port);

    const other = createServer().listen(first.port, '127.0.0.1');
    await once(other, 'listening');
    const moved = await servedAt(dataFolder);
    other.close();
    await once(other, 'close');
    expect(moved.port).not.toBe(first.port);
    expect(moved.err).toContain(
      `Port ${first.port}, where the app was before, is taken; using port ${moved.port} this time.`,
    );
    expect((await servedAt(dataFolder)).port).toBe(first.port);
  });
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { lockDataFolder } from '../../electron/engine/store/lock.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { temporaryFolder } from '../fixtures/receiver-rig.ts';

const CHILD = fileURLToPath(new URL('../fixtures/receiver-child.ts', import.meta.url));
const KILLS = 6;
const CLIENTS = 20;
const REQUESTS = 2400;

/** Small and repeatable (mulberry32); gives numbers from 0 up to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Sends requests one after another and notes the ids that were answered, until all are sent or the server is gone. */
async function sendAll(port: number, ids: string[], answered: (id: string) => void): Promise<void> {
  const client = await RawClient.open(port);
  for (const [index, id] of ids.entries()) {
    await client.send(
      `POST /postback?id=${id} HTTP/1.1\r\nHost: h\r\nContent-Length: ${id.length}\r\n\r\n${id}`,
    );
    if ((await client.answers(index + 1)).length <= index) break;
    answered(id);
  }
  client.destroy();
}

async function startChild(folder: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(CHILD, [folder]);
  const [port] = (await once(child, 'message')) as [number];
  return { child, port };
}

const seed = Number(process.env.POSTBENCH_SEED ?? Date.now() % 1_000_000);

test(`no answered request is missing after kill -9 at a random moment (seed ${seed})`, async () => {
  const next = random(seed);
  for (let kill = 0; kill < KILLS; kill += 1) {
    using folder = temporaryFolder();
    const { child, port } = await startChild(folder.path);
    const exited = once(child, 'exit');
    const killAfter = 1 + Math.floor(next() * REQUESTS * 0.95);
    const answered: string[] = [];
    const clients = Array.from({ length: CLIENTS }, (_, client) => {
      const ids = Array.from({ length: REQUESTS / CLIENTS }, (_, n) => `${kill}-${client}-${n}`);
      return sendAll(port, ids, (id) => {
        answered.push(id);
        if (answered.length === killAfter) child.kill('SIGKILL');
      });
    });
    await Promise.all(clients);
    await exited;

    // The lock of the killed one does not keep the next start out.
    const lock = lockDataFolder(folder.path);
    const database = openDatabase(folder.path);
    const store = new CaptureStore(database);
    const stored = new Set(store.list({ limit: REQUESTS }).rows.map((row) => row.target));
    const missing = answered.filter((id) => !stored.has(`/postback?id=${id}`));
    expect(missing, `killed after ${killAfter} answers`).toEqual([]);
    expect(answered.length).toBeGreaterThanOrEqual(killAfter);
    expect(answered.length).toBeLessThan(REQUESTS);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
    lock.release();
  }
});

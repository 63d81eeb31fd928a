import { expect, test } from 'vitest';
import { captures } from '../../electron/cli/captures.ts';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { newCapture } from '../fixtures/capture-rows.ts';
import { temporaryFolder } from '../fixtures/receiver-rig.ts';

/** `captures --follow` over a folder, and what it has printed so far: the targets, and its notes. */
function following(folder: string, options: object) {
  const targets: string[] = [];
  const notes: string[] = [];
  const ended = new AbortController();
  const io = {
    out: (line: string) => targets.push(line.split(' ')[2] ?? line),
    err: (line: string) => notes.push(line),
    print: () => Promise.resolve(true),
    signal: ended.signal,
    terminal: false,
  };
  const code = captures({ dataDir: folder, follow: true, ...options }, io);
  return {
    targets,
    notes,
    says: (...expected: string[]) => expect.poll(() => targets, { timeout: 10_000 }).toEqual(expected),
    end: async () => {
      ended.abort();
      expect(await code).toBe(0);
    },
  };
}

const capture = (target: string, status = 200) => newCapture({ target, status });

test('captures --follow prints what there is, then what comes and meets the query, until it is told to end', async () => {
  using folder = temporaryFolder();
  const database = openDatabase(folder.path);
  const store = new CaptureStore(database);
  const add = (...targets: string[]) => {
    for (const target of targets)
      store.add(capture(target, target.includes('bad') ? 500 : 200), () => undefined);
    store.flush();
  };
  add('/a', '/bad1', '/bad2');
  const all = following(folder.path, { limit: '1' });
  const failed = following(folder.path, { query: 'status:5xx', search: 'BAD' });
  await failed.says('/bad1', '/bad2');
  add('/b', '/bad3');
  await all.says('/bad2', '/b', '/bad3');
  await failed.says('/bad1', '/bad2', '/bad3');
  store.clear();
  add('/bad4');
  await all.says('/bad2', '/b', '/bad3', '/bad4');
  await failed.says('/bad1', '/bad2', '/bad3', '/bad4');
  await all.end();
  await failed.end();
  database.close();
});

test('captures --follow waits for a store and for a field that no capture has yet, and says so', async () => {
  using folder = temporaryFolder();
  const orders = following(folder.path, { query: 'order:7' });
  expect(orders.notes).toEqual([expect.stringContaining('No capture has a field "order".')]);
  const database = openDatabase(folder.path);
  const store = new CaptureStore(database);
  for (const target of ['/pb?order=8', '/pb?order=77']) store.add(capture(target), () => undefined);
  store.flush();
  await orders.says('/pb?order=77');
  await orders.end();
  expect(() => following(folder.path, { query: 'order:>x' })).toThrow('neither a number nor a date');
  database.close();
});

import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ClearedCaptures } from '../../electron/engine/cleared-captures.ts';
import { SILENT_LOG } from '../../electron/engine/log.ts';
import { UNDO_CLEAR_MS } from '../../electron/engine/store/capture-clearing.ts';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { IndexRig } from '../fixtures/index-rig.ts';
import { newCapture } from '../fixtures/new-capture.ts';

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => newCapture({ query: `n=${(from + at) % 7}` }));

const rowsOf = (rig: IndexRig) => Number(rig.database.prepare('SELECT count(*) AS n FROM captures').get()?.n);

test('what is cleared is gone from every reader at once, and Undo brings all of it back', () => {
  using rig = new IndexRig();
  rig.add(...many(700));
  rig.index();
  rig.store.mark([3, 690], { pinned: true });
  expect(rig.store.clear(690)).toBe(690);
  rig.add(...many(5));
  expect([rig.store.count, rig.store.newest, rig.store.get(690, 0)]).toEqual([15, 705, undefined]);
  expect([...rig.store.ids()]).toEqual(Array.from({ length: 15 }, (_, at) => 691 + at));
  expect(rig.found('pinned:yes')).toEqual([]);
  expect(rig.store.totals()).toEqual([{ endpoint: 'default', captures: 15, bytes: 630, dropped: 0 }]);
  expect(rig.store.cleared?.captures).toBe(690);
  expect(rig.store.restoreCleared()).toBe(690);
  expect([rig.store.count, rig.store.cleared]).toEqual([705, null]);
  expect(rig.found('pinned:yes')).toEqual([3, 690]);
  expect(rig.store.restoreCleared()).toBe(0);
});

test('a second Clear makes the first one final', () => {
  using rig = new IndexRig();
  rig.add(...many(10));
  rig.store.clear(6);
  expect(rig.store.clear()).toBe(4);
  expect(rig.store.restoreCleared()).toBe(4);
  expect([...rig.store.ids()]).toEqual([7, 8, 9, 10]);
  while (rig.store.deleteCleared());
  expect(rowsOf(rig)).toBe(4);
});

test('whatever is added, cleared, undone, deleted, removed and indexed in between, readers see what a plain array would', () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('add' as const), count: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ type: fc.constant('clear' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ type: fc.constant('remove' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.constantFrom(
      { type: 'end-block' as const },
      { type: 'undo' as const },
      { type: 'finish' as const },
      { type: 'delete' as const },
      { type: 'index' as const },
      { type: 'reopen' as const },
    ),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 30 }), (steps) => {
      using rig = new IndexRig();
      let visible: number[] = [];
      let hidden: number[] = [];
      const idAt = (at: number) =>
        visible[Math.min(visible.length - 1, Math.floor(at * visible.length))] ?? 0;
      for (const done of steps) {
        if (done.type === 'add') {
          rig.add(...many(done.count, rig.store.lastId));
          visible.push(
            ...Array.from({ length: done.count }, (_, at) => rig.store.lastId - done.count + 1 + at),
          );
        } else if (done.type === 'clear') {
          const upTo = idAt(done.at);
          if (upTo === 0) continue;
          expect(rig.store.clear(upTo)).toBe(visible.filter((id) => id <= upTo).length);
          hidden = visible.filter((id) => id <= upTo);
          visible = visible.filter((id) => id > upTo);
        } else if (done.type === 'undo') {
          expect(rig.store.restoreCleared()).toBe(hidden.length);
          visible = [...hidden, ...visible];
          hidden = [];
        } else if (done.type === 'finish') {
          rig.store.finishClear();
          hidden = [];
        } else if (done.type === 'delete') rig.store.deleteCleared();
        else if (done.type === 'remove') {
          const id = idAt(done.at);
          if (id !== 0) rig.store.remove([id]);
          visible = visible.filter((one) => one !== id);
        } else if (done.type === 'index') rig.index();
        else if (done.type === 'reopen') rig.reopen();
        else rig.endBlock();
        expect(rig.store.count).toBe(visible.length);
        expect([...rig.store.ids()]).toEqual(visible);
        expect(rig.store.newest).toBe(visible.at(-1) ?? 0);
        const { rows, total } = rig.store.list({ from: 'oldest', at: 2, limit: 5 });
        expect([rows.map(({ id }) => id), total]).toEqual([visible.slice(2, 7), visible.length]);
        const middle = visible[Math.floor(visible.length / 2)] ?? 0;
        expect(rig.store.countUpTo(middle)).toBe(visible.filter((id) => id <= middle).length);
        expect(rig.found('method:post')).toEqual(visible);
        expect(rig.store.totals().reduce((sum, { captures }) => sum + captures, 0)).toBe(visible.length);
      }
    }),
    { numRuns: 60 },
  );
});

test('after a kill the captures are still hidden, and Undo is offered until ten minutes after the Clear', () => {
  using rig = new IndexRig();
  rig.add(...many(4));
  const at = Date.now();
  rig.store.clear(3, at);
  // What a kill leaves: nobody closed anything.
  const database = openDatabase(rig.folder.path);
  const store = new CaptureStore(database);
  expect(store.cleared).toEqual({ captures: 3, until: at + UNDO_CLEAR_MS });
  expect([...store.ids()]).toEqual([4]);
  expect(store.restoreCleared()).toBe(3);
  expect([...store.ids()]).toEqual([1, 2, 3, 4]);
  database.close();
});

test('after ten minutes the captures are deleted step by step', async () => {
  using rig = new IndexRig();
  rig.add(...many(2_500));
  let now = 1_000;
  const { store } = rig;
  const cleared = new ClearedCaptures({ store, now: () => now, log: SILENT_LOG });
  expect(cleared.clear()).toBe(2_500);
  expect(rowsOf(rig)).toBe(2_500);
  cleared.close();
  expect([rowsOf(rig), store.cleared]).toEqual([0, null]);
  rig.add(...many(1_500));
  now += UNDO_CLEAR_MS;
  store.clear(undefined, 1_000);
  // The next start finds that its time is over.
  const next = new ClearedCaptures({ store, now: () => now, log: SILENT_LOG });
  await vi.waitFor(() => expect(rowsOf(rig)).toBe(0));
  await sleep(0);
  next.close();
});

test('with a full disk, what was cleared makes room for what arrives', () => {
  using rig = new IndexRig();
  const row = () => newCapture({ text: 'x'.repeat(4_000) });
  rig.add(...Array.from({ length: 200 }, row));
  const { page_count: pages } = rig.database.prepare('PRAGMA page_count').get()!;
  rig.database.exec(`PRAGMA max_page_count = ${Number(pages) + 8}`);
  const errors: unknown[] = [];
  const add = (count: number) => {
    for (let n = 0; n < count; n += 1) rig.store.add(row(), (error) => errors.push(error));
    rig.store.flush();
  };
  add(100);
  expect(errors.every((error) => error !== undefined)).toBe(true);
  rig.store.clear();
  errors.length = 0;
  add(100);
  expect(errors).toEqual(Array.from({ length: 100 }));
  expect([rig.store.count, rig.store.cleared]).toEqual([100, null]);
});

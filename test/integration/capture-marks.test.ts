import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { LABEL_LENGTH, type MarkChange, markChangeSchema } from '../../shared/receiver/capture-mark.ts';
import { IndexRig } from '../fixtures/index-rig.ts';
import { newCapture } from '../fixtures/new-capture.ts';

const row = (query = '', note = '') => newCapture({ query, note });

const markOf = (store: CaptureStore, id: number) => store.get(id, 0)?.mark;

test('pin, note and labels survive a restart and go with their capture', () => {
  using rig = new IndexRig();
  rig.add(row(), row(), row());
  rig.store.mark([1, 2], { pinned: true, addLabels: ['T-412'] });
  rig.store.mark([2], { note: ' seen twice ', addLabels: ['t-412', 'nginx'] });
  using again = { database: openDatabase(rig.folder.path), [Symbol.dispose]: () => again.database.close() };
  const store = new CaptureStore(again.database);
  expect(markOf(store, 1)).toEqual({ pinned: true, note: '', labels: ['T-412'] });
  expect(markOf(store, 2)).toEqual({ pinned: true, note: 'seen twice', labels: ['T-412', 'nginx'] });
  expect(markOf(store, 3)).toBeNull();
  store.remove([2]);
  expect(store.labels()).toEqual([{ label: 'T-412', captures: 1 }]);
  expect(again.database.prepare('SELECT count(*) AS n FROM capture_marks').get()).toEqual({ n: 1 });
});

test('a change of many marks is undone as one, and leaves out captures that are gone', () => {
  using rig = new IndexRig();
  rig.add(row(), row(), row());
  rig.store.mark([2], { note: 'mine' });
  const before = rig.store.mark([1, 2, 99], { pinned: true, note: 'ours' });
  expect(markOf(rig.store, 1)).toEqual({ pinned: true, note: 'ours', labels: [] });
  expect(rig.store.get(99, 0)).toBeUndefined();
  rig.store.remove([1]);
  rig.store.restoreMarks(before);
  expect(markOf(rig.store, 2)).toEqual({ pinned: false, note: 'mine', labels: [] });
  expect(rig.database.prepare('SELECT count(*) AS n FROM capture_marks').get()).toEqual({ n: 1 });
});

test('marks are told with the ids that have them', () => {
  using rig = new IndexRig();
  rig.add(row(), row());
  const told: unknown[] = [];
  rig.store.onChange((change) => told.push(change));
  rig.store.mark([2, 7], { pinned: true });
  expect(told).toEqual([{ type: 'marked', ids: [2] }]);
});

test('100,000 captures are labeled and unlabeled at once', () => {
  using rig = new IndexRig();
  rig.add(...Array.from({ length: 100_000 }, () => row()));
  const ids = Array.from({ length: 100_000 }, (_, at) => at + 1);
  const before = rig.store.mark(ids, { addLabels: ['all'] });
  expect(before).toHaveLength(1);
  expect(rig.store.labels()).toEqual([{ label: 'all', captures: 100_000 }]);
  rig.store.restoreMarks(before);
  expect(rig.store.labels()).toEqual([]);
});

test.each(['', ' ', 'a\nb', 'x'.repeat(LABEL_LENGTH + 1)])('the label %j is refused', (label) => {
  expect(markChangeSchema.safeParse({ addLabels: [label] }).success).toBe(false);
});

test('the fields of marks find the same with an index and without, whatever was marked when', () => {
  const change = fc.record(
    {
      pinned: fc.boolean(),
      note: fc.constantFrom('', 'seen', 'broken'),
      addLabels: fc.subarray(['red', 'Blue']),
      removeLabels: fc.subarray(['RED', 'blue']),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<MarkChange>;
  const step = fc.oneof(
    fc.record({ ids: fc.array(fc.integer({ min: 0, max: 17 }), { minLength: 1, maxLength: 9 }), change }),
    fc.constant('index' as const),
    fc.constant('reopen' as const),
  );
  const lines = [
    'pinned:yes',
    '-pinned:yes',
    'pinned:no id:>512',
    'label:red',
    'label:none id:>512',
    '-label:blue label:red',
    'note:seen',
    'note:broken',
    'note:=""',
    'pinned:yes n:3',
  ];
  const idOf = (at: number) => (at % 3) * 512 + Math.floor(at / 3) + 1;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      using rig = new IndexRig();
      for (let block = 0; block < 3; block += 1) {
        rig.add(...Array.from({ length: 6 }, (_, at) => row(`n=${at}`, at === 0 ? 'broken off' : '')));
        rig.endBlock();
      }
      for (const done of steps) {
        if (done === 'index') rig.index();
        else if (done === 'reopen') rig.reopen();
        else rig.store.mark(done.ids.map(idOf), done.change);
        for (const line of lines) expect([line, rig.found(line)]).toEqual([line, rig.expected(line)]);
      }
    }),
    { numRuns: 30 },
  );
});

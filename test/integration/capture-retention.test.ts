import { expect, test, vi } from 'vitest';
import { CaptureRetention } from '../../electron/engine/capture-retention.ts';
import { SILENT_LOG } from '../../electron/engine/log.ts';
import { type Endpoint, endpointSchema } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import type { RetentionInput } from '../../shared/receiver/endpoints/retention.ts';
import { IndexRig } from '../fixtures/index-rig.ts';
import { newCapture } from '../fixtures/new-capture.ts';

const endpoint = (name: string, retention?: RetentionInput): Endpoint =>
  endpointSchema.parse({ name, retention, ...(name === 'default' ? {} : { path: `/${name}` }) });

class RetentionRig extends IndexRig {
  now = 1_000_000;
  readonly retention = new CaptureRetention({
    database: this.database,
    store: this.store,
    now: () => this.now,
    log: SILENT_LOG,
  });

  override [Symbol.dispose](): void {
    this.retention.close();
    super[Symbol.dispose]();
  }
}

const left = (rig: RetentionRig) => [...rig.store.ids()];
const droppedOf = (rig: RetentionRig) => rig.store.totals().map((total) => [total.endpoint, total.dropped]);

test('without limits nothing is ever dropped', async () => {
  using rig = new RetentionRig();
  rig.retention.setEndpoints([endpoint('default'), endpoint('hooks')]);
  rig.add(...Array.from({ length: 50 }, () => newCapture()));
  await new Promise((resolve) => setImmediate(resolve));
  expect(rig.store.count).toBe(50);
});

test('the oldest captures beyond the count go, of this endpoint only, and are counted', async () => {
  using rig = new RetentionRig();
  rig.add(
    ...Array.from({ length: 20 }, (_, at) => newCapture({ endpoint: at % 2 === 0 ? 'default' : 'hooks' })),
  );
  rig.retention.setEndpoints([endpoint('default'), endpoint('hooks', { count: 3 })]);
  await vi.waitFor(() => expect(rig.store.count).toBe(13));
  expect(left(rig)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 16, 17, 18, 19, 20]);
  expect(droppedOf(rig)).toEqual([
    ['default', 0],
    ['hooks', 7],
  ]);
});

test('pinned captures are never dropped and do not count; unpinned, they are', async () => {
  using rig = new RetentionRig();
  rig.add(...Array.from({ length: 6 }, () => newCapture()));
  rig.store.mark([1, 3], { pinned: true });
  rig.retention.setEndpoints([endpoint('default', { count: 2 })]);
  await vi.waitFor(() => expect(left(rig)).toEqual([1, 3, 5, 6]));
  rig.store.mark([3], { pinned: false });
  await vi.waitFor(() => expect(left(rig)).toEqual([1, 5, 6]), 5_000);
});

test('captures older than the age go by their real time', async () => {
  using rig = new RetentionRig();
  for (const receivedAt of [1, 900_000, 960_000, 990_000])
    rig.add(newCapture({ receivedAt, virtualAt: 9e12 }));
  rig.retention.setEndpoints([endpoint('default', { age: '1 min' })]);
  await vi.waitFor(() => expect(left(rig)).toEqual([3, 4]));
});

test('captures beyond the size go, in bytes of head, body and response', async () => {
  using rig = new RetentionRig();
  const bytes = rig.store.totals()[0]?.bytes ?? 0;
  expect(bytes).toBe(0);
  rig.add(...Array.from({ length: 10 }, () => newCapture({ text: 'x'.repeat(961) })));
  expect(rig.store.totals()[0]?.bytes).toBe(10_000);
  rig.retention.setEndpoints([endpoint('default', { size: '4.5 kB' })]);
  await vi.waitFor(() => expect(left(rig)).toEqual([7, 8, 9, 10]));
});

test('many captures are dropped in steps between which others have their turn, also while new ones arrive', async () => {
  using rig = new RetentionRig();
  rig.add(...Array.from({ length: 6_000 }, () => newCapture()));
  let turns = 0;
  const turn = setInterval(() => {
    turns += 1;
    rig.add(newCapture());
  }, 0);
  rig.retention.setEndpoints([endpoint('default', { count: 100 })]);
  await vi.waitFor(() => expect(rig.store.count).toBeLessThan(1_000), 10_000);
  clearInterval(turn);
  expect(turns).toBeGreaterThan(2);
});

test.each([
  [{}, 'needs count, age or size'],
  [{ count: 0 }, '>=1'],
  [{ size: '5 apples' }, 'is not a size such as 500 MB'],
  [{ age: 5 }, 'duration'],
  [{ age: '10 ms' }, 'must be at least 1s'],
])('%j is refused in postbench.yaml', (retention, message) => {
  const read = endpointSchema.safeParse({ name: 'default', retention });
  expect(JSON.stringify(read.error?.issues)).toContain(message);
});

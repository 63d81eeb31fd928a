import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CaptureChange, CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { CaptureResponse, NewCapture } from '../../electron/engine/store/insert-capture.ts';
import { openDatabaseForReading } from '../../electron/engine/store/reading.ts';
import { latin1, temporaryFolder } from '../fixtures/receiver-rig.ts';

function row(
  given: Partial<NewCapture> & { head?: Uint8Array; text?: string; query?: string } = {},
): NewCapture {
  const target = `/p?${given.query ?? ''}`;
  const { text = '', query: _query, ...rest } = given;
  return {
    receivedAt: 1,
    virtualAt: 1,
    tookUs: () => 2,
    state: 'complete',
    endpoint: 'default',
    method: 'POST',
    target,
    remote: '127.0.0.1:1',
    bodyLength: text.length,
    attemptId: null,
    httpVersion: '1.1',
    note: '',
    userAgent: '',
    head: Buffer.from(`POST ${target} HTTP/1.1\r\nX-Kind: Test\r\n\r\n`),
    body: Buffer.from(text),
    response: null,
    ...rest,
  };
}

class StoreRig implements Disposable {
  readonly folder = temporaryFolder();
  readonly database = openDatabase(this.folder.path);
  readonly store = new CaptureStore(this.database);

  add(...rows: NewCapture[]): void {
    for (const one of rows) this.store.add(one, () => undefined);
    this.store.flush();
  }

  [Symbol.dispose](): void {
    this.database.close();
    this.folder[Symbol.dispose]();
  }
}

test('what is handed in together is committed together, and told after the commit', async () => {
  using rig = new StoreRig();
  const reader = openDatabase(rig.folder.path);
  const seen = () => (reader.prepare('SELECT count(*) AS n FROM captures').get() as { n: number }).n;
  const told: [number, number][] = [];
  const committed = Promise.withResolvers<void>();
  for (let n = 1; n <= 10; n += 1) {
    rig.store.add(row(), (error, id) => {
      expect(error).toBeUndefined();
      told.push([id, seen()]);
      if (n === 10) committed.resolve();
    });
  }
  expect([told.length, seen()]).toEqual([0, 0]);
  await committed.promise;
  expect(told).toEqual(Array.from({ length: 10 }, (_, n) => [n + 1, 10]));
  reader.close();
});

test('a commit that fails leaves nothing, tells everyone who waits, and no id is lost', () => {
  using rig = new StoreRig();
  rig.add(row());
  rig.database.exec(
    "CREATE TRIGGER t BEFORE INSERT ON captures WHEN NEW.method = 'BAD' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  const errors: unknown[] = [];
  for (const method of ['GOOD', 'BAD', 'GOOD']) rig.store.add(row({ method }), (error) => errors.push(error));
  rig.store.flush();
  expect(errors.map(String)).toEqual(['Error: no', 'Error: no', 'Error: no']);
  rig.add(row());
  expect([...rig.store.ids()]).toEqual([1, 2]);
});

test('the list goes window by window, from the newest or the oldest', () => {
  using rig = new StoreRig();
  expect(rig.store.list({ limit: 3 })).toMatchObject({ rows: [], total: 0 });
  rig.add(...Array.from({ length: 7 }, () => row()));
  const windows = [0, 3, 6, 9].map((at) => rig.store.list({ at, limit: 3 }));
  expect(windows.map(({ rows }) => rows.map(({ id }) => id))).toEqual([[7, 6, 5], [4, 3, 2], [1], []]);
  expect(windows.map(({ total }) => total)).toEqual([7, 7, 7, 7]);
  expect(rig.store.list({ from: 'oldest', at: 2, limit: 2 }).rows.map(({ id }) => id)).toEqual([3, 4]);
  expect(rig.store.list({ upTo: 5, at: 1, limit: 2 })).toMatchObject({
    rows: [{ id: 4 }, { id: 3 }],
    total: 5,
  });
  expect(rig.store.after(4, 2).map(({ id }) => id)).toEqual([5, 6]);
  expect(rig.store.summaries([6, 2, 99]).map(({ id }) => id)).toEqual([2, 6]);
  expect([...rig.store.ids({ limit: 2 })]).toEqual([6, 7]);
});

test('whatever is added, removed and cleared in between, each window shows what a plain array would', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 700 }) }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.array(fc.nat(3000), { minLength: 1, maxLength: 40 }) }) },
    { weight: 1, arbitrary: fc.record({ clear: fc.nat(3000) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        search: fc.constantFrom('', 'needle'),
        upTo: fc.option(fc.nat(3000), { nil: undefined }),
        from: fc.constantFrom('newest' as const, 'oldest' as const),
        at: fc.nat(2500),
        limit: fc.integer({ min: 1, max: 500 }),
      }),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      using rig = new StoreRig();
      let kept: { id: number; found: boolean }[] = [];
      let last = 0;
      for (const given of steps) {
        const { revision } = rig.store;
        const before = kept.length;
        if ('add' in given) {
          for (let n = 0; n < given.add; n += 1) {
            last += 1;
            kept.push({ id: last, found: last % 3 === 0 });
            rig.store.add(row({ text: last % 3 === 0 ? 'a needle' : 'hay' }), () => undefined);
          }
          rig.store.flush();
          expect(rig.store.revision).toBe(revision);
        } else if ('remove' in given) {
          kept = kept.filter(({ id }) => !given.remove.includes(id));
          expect(rig.store.remove(given.remove)).toBe(before - kept.length);
          expect(rig.store.revision === revision).toBe(before === kept.length);
        } else if ('clear' in given) {
          kept = kept.filter(({ id }) => id > given.clear);
          expect(rig.store.clear(given.clear)).toBe(before - kept.length);
          expect(rig.store.revision === revision).toBe(before === kept.length);
        } else {
          const { search, upTo = Number.MAX_SAFE_INTEGER, from, at, limit } = given;
          const all = kept.filter(({ id, found }) => id <= upTo && (search === '' || found));
          const listed = from === 'newest' ? all.toReversed() : all;
          const window = rig.store.list(given);
          expect(window.rows.map(({ id }) => id)).toEqual(listed.slice(at, at + limit).map(({ id }) => id));
          expect(window.total).toBe(all.length);
        }
        expect([rig.store.count, rig.store.newest]).toEqual([kept.length, kept.at(-1)?.id ?? 0]);
        expect(rig.store.lastId).toBe(last);
      }
    }),
    { numRuns: 25 },
  );
});

test('search finds text in target, headers and body, whatever signs it holds', () => {
  using rig = new StoreRig();
  rig.add(
    row({ query: 'a=100%25&b=_x_' }),
    row({ text: 'fifty 50% off_now' }),
    row({ text: 'Größe: ä' }),
    row({ head: Buffer.from('GET /l HTTP/1.1\r\nX-Latin: caf\xe9\r\n\r\n', 'latin1') }),
    row({ body: Buffer.from('before\0after NUL\xff', 'latin1') }),
    row({ text: 'it\'s "quoted" \\back\\' }),
  );
  const found = (search: string) => {
    const page = rig.store.list({ search, limit: 10 });
    expect(page.total).toBe(page.rows.length);
    expect(rig.store.find(undefined, search).ids()).toEqual(page.rows.map(({ id }) => id).toReversed());
    return page.rows.map(({ id }) => id);
  };
  expect(found('%')).toEqual([2, 1]);
  expect(found('_')).toEqual([2, 1]);
  expect(found('0% o')).toEqual([2]);
  expect(found('B=_X_')).toEqual([1]);
  expect(found('x-kind: test')).toEqual([6, 5, 3, 2, 1]);
  expect(found('größe')).toEqual([3]);
  expect(found('CAFé')).toEqual([]);
  expect(found('café')).toEqual([4]);
  expect(found('after nul')).toEqual([5]);
  expect(found(`it's "q`)).toEqual([6]);
  expect(found('\\BACK')).toEqual([6]);
  expect(found('nowhere')).toEqual([]);
});

test('a capture comes with as much of its body as is asked for', () => {
  using rig = new StoreRig();
  const response: CaptureResponse = {
    status: 418,
    bytes: Buffer.from('HTTP/1.1 418 Teapot\r\nA: b\r\n\r\nshort'),
  };
  rig.add(row({ text: 'hello', response, note: 'n', userAgent: 'me' }), row());
  expect(rig.store.get(1, 2)).toMatchObject({
    bodyLength: 5,
    keptLength: 5,
    body: Buffer.from('he').toString('base64'),
  });
  expect(rig.store.get(1, 0)?.body).toBe('');
  expect(rig.store.get(1, 100)).toMatchObject({
    responseStatus: 418,
    response: { status: 418, headers: [['A', 'b']], body: Buffer.from('short').toString('base64') },
    headers: [['X-Kind', 'Test']],
    note: 'n',
    userAgent: 'me',
    tookUs: 2,
  });
  expect(rig.store.get(2, 100)).toMatchObject({
    responseStatus: null,
    response: null,
    body: '',
    keptLength: 0,
  });
  expect(rig.store.get(3, 100)).toBeUndefined();
});

test('clearing up to a capture keeps those that came after it', () => {
  using rig = new StoreRig();
  rig.add(row(), row(), row());
  expect(rig.store.clear(2)).toBe(2);
  expect(rig.store.list({ limit: 5 })).toMatchObject({ rows: [{ id: 3 }], total: 1 });
});

test('clearing removes all, and ids go on counting, also after a restart', () => {
  using rig = new StoreRig();
  const changes: CaptureChange[] = [];
  const stop = rig.store.onChange((change) => changes.push(change));
  rig.add(row(), row());
  expect(rig.store.clear()).toBe(2);
  expect([rig.store.count, rig.store.newest]).toEqual([0, 0]);
  const again = openDatabase(rig.folder.path);
  const store = new CaptureStore(again);
  store.add(row(), () => undefined);
  store.flush();
  expect(store.list({ limit: 5 })).toMatchObject({ rows: [{ id: 3 }], total: 1 });
  again.close();
  expect(changes).toEqual([{ type: 'added', newest: 2 }, { type: 'removed' }]);
  stop();
  rig.add(row());
  expect(changes).toHaveLength(2);
});

test('a capture that this engine sent names its delivery, as long as that is kept', () => {
  using rig = new StoreRig();
  rig.database.exec(`
    INSERT INTO deliveries (id, change, state, action_key, action_id, event, postback, created_at)
      VALUES (7, 1, 'waiting', 1, 'A.1', 'reversed', 'p', 1);
    INSERT INTO attempts (id, delivery_id, number, due_at, sent_at, outcome, origin, cause, request,
        rate_wait_ms, maintenance_wait_ms, intended)
      VALUES (9, 7, 2, 1, 1, 'in-flight', 'run', 'first', x'', 0, 0, '');`);
  rig.add(row({ attemptId: 9 }), row({ attemptId: 10 }), row());
  const delivery = {
    deliveryId: 7,
    attemptId: 9,
    attemptNumber: 2,
    event: 'reversed',
    subject: 'A.1',
    outcome: 'in-flight',
  };
  expect(rig.store.get(1, 0)?.delivery).toEqual(delivery);
  expect(rig.store.list({ limit: 3 }).rows.map((one) => one.delivery)).toEqual([null, null, delivery]);
  expect(rig.store.idsOfAttempts([9, 11])).toEqual([1]);
  rig.database.exec('DELETE FROM deliveries');
  expect(rig.store.get(1, 0)?.delivery).toBeNull();
});

test('a database opened for reading can be read beside the one that writes', () => {
  using rig = new StoreRig();
  rig.add(row({ text: 'findme' }));
  const database = openDatabaseForReading(rig.folder.path);
  if (database === undefined) throw new Error('no database');
  const reader = new CaptureStore(database);
  expect(reader.list({ limit: 5, search: 'FINDME' }).rows).toHaveLength(1);
  rig.add(row());
  expect([reader.count, latin1(reader.get(1, 9)?.body ?? '')]).toEqual([2, 'findme']);
  expect(() => reader.clear()).toThrow(/readonly/);
  database.close();
});

test('any bytes come back as they went in', () => {
  using rig = new StoreRig();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 300 }), (body, head) => {
      rig.add(row({ body, head }));
      const capture = rig.store.get(rig.store.newest, 5000);
      return (
        Buffer.from(body).toString('base64') === capture?.body &&
        Buffer.from(head).toString('base64') === capture.head
      );
    }),
  );
});

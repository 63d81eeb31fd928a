import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { Pool } from 'undici';
import { expect, test } from 'vitest';
import { createRouter } from '../../electron/engine/api/router.ts';
import { CaptureSearches } from '../../electron/engine/capture-search/capture-searches.ts';
import { CaptureStore } from '../../electron/engine/store/captures.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { newCapture } from '../fixtures/capture-rows.ts';
import { start } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';
import { temporaryFolder } from '../fixtures/receiver-rig.ts';

const nth = (n: number) =>
  newCapture({
    target: `/pb?order=A-${n}&payout=${n % 20}`,
    status: n % 100 === 0 ? 503 : n % 101 === 0 ? null : 200,
    receivedAt: 1_000 + n,
    note: n === 7 ? 'Broken off.' : '',
  });

/** Two full blocks and the beginning of a third. */
const MANY = 1_100;

function addMany(store: CaptureStore, from = 1, through = MANY): void {
  for (let n = from; n <= through; n += 1) store.add(nth(n), () => undefined);
  store.flush();
}

class SearchRig implements AsyncDisposable {
  readonly folder = temporaryFolder();
  readonly database = openDatabase(this.folder.path);
  readonly store = new CaptureStore(this.database);
  readonly searches: CaptureSearches;

  constructor({
    isThreaded = true,
    before = () => undefined,
  }: { isThreaded?: boolean; before?: (store: CaptureStore) => void } = {}) {
    before(this.store);
    this.searches = new CaptureSearches({ store: this.store, folder: isThreaded ? this.folder.path : null });
  }

  indexed(): Promise<void> {
    return expect.poll(() => this.store.missingIndex(), { timeout: 20_000 }).toEqual([]);
  }

  async found(query: string, search = '') {
    const { rows, total, unindexed } = await this.searches.ask('list', { query, search, limit: 3 });
    return { ids: rows.map(({ id }) => id), total, unindexed };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.searches.close();
    this.database.close();
    this.folder[Symbol.dispose]();
  }
}

test('captures are indexed as they come and found meanwhile; what is not indexed yet is counted', async () => {
  await using rig = new SearchRig();
  expect(await rig.found('payout:1')).toEqual({ ids: [], total: 0, unindexed: 0 });
  addMany(rig.store);
  const { ids, total } = await rig.found('order:=A-1077');
  expect([ids, total]).toEqual([[1077], 1]);
  await rig.indexed();
  // The first block has 511 ids, from 1 on.
  expect(await rig.found('order:=A-1077')).toEqual({ ids: [1077], total: 1, unindexed: MANY - 1023 });
  expect(await rig.found('payout:>18', 'A-10')).toEqual({
    ids: [1099, 1079, 1059],
    total: 5,
    unindexed: MANY - 1023,
  });
  addMany(rig.store, MANY + 1, MANY + 1);
  expect((await rig.found('id:>1100')).ids).toEqual([MANY + 1]);
  rig.store.remove([1077, 3]);
  expect((await rig.found('order:A-1077')).total).toBe(0);
  await rig.indexed();
  expect(await rig.found('order:=A-4')).toMatchObject({ ids: [4], unindexed: MANY - 1023 });
  rig.store.clear();
  expect(await rig.found('payout:1')).toEqual({ ids: [], total: 0, unindexed: 0 });
});

test('a store without an index gets one in the background, and a damaged one is made again', async () => {
  await using rig = new SearchRig({ before: addMany });
  await rig.indexed();
  for (const damage of [
    'UPDATE capture_columns SET packed = zeroblob(40)',
    'UPDATE capture_texts SET own = zeroblob(40), common = zeroblob(40)',
    'UPDATE capture_index SET summary = zeroblob(40), build = build + 1',
  ]) {
    rig.database.exec(damage);
    expect(await rig.found('order:A- A-77', '7')).toMatchObject({ total: 11, unindexed: MANY });
    await rig.indexed();
    expect(await rig.found('order:A- A-78', '8')).toMatchObject({ total: 11, unindexed: MANY - 1023 });
  }
});

test('a search that nobody waits for ends, and what is wrong with a query is said at its place', async () => {
  await using rig = new SearchRig({ before: addMany });
  const aborted = new AbortController();
  const first = rig.searches.ask('list', { query: 'order:A', limit: 1 }, aborted.signal);
  aborted.abort();
  // Either it had ended, or it says that it did not.
  await first.then(
    ({ total }) => expect(total).toBe(MANY),
    (error) => expect(error).toMatchObject({ message: 'The search was cancelled.' }),
  );
  await expect(
    rig.searches.ask('list', { query: 'order:A', limit: 1 }, aborted.signal),
  ).rejects.toMatchObject({
    message: 'The search was cancelled.',
  });
  await expect(rig.found('ordr:A')).rejects.toMatchObject({
    code: 'PB_ARGUMENT_INVALID',
    remedy: expect.stringContaining('order'),
    place: { file: 'query', line: 1, column: 1 },
  });
  expect((await rig.found('order:A-9')).total).toBe(111);
});

test('over a store that only the engine may read, questions are answered without a thread', async () => {
  await using rig = new SearchRig({ isThreaded: false, before: addMany });
  expect(await rig.found('order:=A-77')).toEqual({ ids: [77], total: 1, unindexed: MANY });
  await expect(rig.found('nowhere:1')).rejects.toMatchObject({ code: 'PB_ARGUMENT_INVALID' });
});

test('the engine responds to requests while captures are searched', async () => {
  await using rig = new SearchRig({ before: addMany });
  await rig.indexed();
  let turns = 0;
  const searching = Promise.all(Array.from({ length: 20 }, (_, n) => rig.found(`order:A-${n} body:x`)));
  let isOver = false;
  void searching.then(() => {
    isOver = true;
  });
  while (!isOver) {
    turns += 1;
    await sleep(0);
  }
  expect((await searching).map(({ total }) => total)).toEqual(Array(20).fill(0));
  expect(turns).toBeGreaterThan(20);
});

test('the contract gives columns, a histogram, keys and the next error, the same with an index and without', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const client = createRouterClient(createRouter(engine));
  const given = async () => ({
    columns: (
      await client.captures.list({
        limit: 2,
        at: 1093,
        columns: ['order', 'note', 'status', '{status}', 'receivedAt', 'nowhere'],
      })
    ).rows.map(({ id, columns }) => [id, columns]),
    values: await client.captures.values({ ids: [7, 6], fields: ['order', '{status}'] }),
    histogram: await client.captures.histogram({ buckets: 4 }),
    some: await client.captures.histogram({ query: 'status:none', upTo: 500, buckets: 2 }),
    between: await client.captures.histogram({ query: 'status:none', buckets: 2, between: [1_000, 1_250] }),
    nothing: await client.captures.histogram({ query: 'id:0', buckets: 2 }),
    keys: await client.captures.keys(),
    errors: await Promise.all(
      [
        { from: 0, direction: 'newer' as const },
        { from: 100, direction: 'newer' as const },
        { from: 100, direction: 'older' as const },
        { from: 1_000, direction: 'newer' as const, upTo: 1_005 },
        { from: 1_000, direction: 'older' as const, query: 'status:none' },
        { from: 2_000, direction: 'older' as const, upTo: 450 },
        { from: 1_100, direction: 'newer' as const },
      ].map(async (asked) => (await client.captures.nextError(asked)).id),
    ),
  });
  const expected = {
    columns: [
      [7, ['A-7', 'Broken off.', '200', null, '1970-01-01T00:00:01.007Z', null]],
      [6, ['A-6', '', '200', null, '1970-01-01T00:00:01.006Z', null]],
    ],
    values: [
      { id: 6, values: ['A-6', null] },
      { id: 7, values: ['A-7', null] },
    ],
    histogram: {
      from: 1_001,
      to: 2_100,
      buckets: [
        { ok: 271, refused: 2, none: 2 },
        { ok: 269, refused: 3, none: 3 },
        { ok: 269, refused: 3, none: 3 },
        { ok: 270, refused: 3, none: 2 },
      ],
    },
    some: {
      from: 1_101,
      to: 1_404,
      buckets: [
        { ok: 0, refused: 0, none: 2 },
        { ok: 0, refused: 0, none: 2 },
      ],
    },
    between: {
      from: 1_000,
      to: 1_250,
      buckets: [
        { ok: 0, refused: 0, none: 1 },
        { ok: 0, refused: 0, none: 1 },
      ],
    },
    nothing: { from: null, to: null, buckets: [] },
    keys: [
      { key: 'order', inRequests: MANY, ofDeliveries: 0 },
      { key: 'payout', inRequests: MANY, ofDeliveries: 0 },
    ],
    errors: [100, 101, null, null, 909, 404, null],
  };
  addMany(engine.captures);
  expect(await given()).toEqual(expected);
  await expect.poll(() => engine.captures.missingIndex(), { timeout: 20_000 }).toEqual([]);
  expect(await given()).toEqual(expected);
  expect(await client.captures.list({ limit: 1 })).toMatchObject({ total: MANY, unindexed: 0 });
  expect(await client.captures.list({ limit: 1, search: 'A-77' })).toMatchObject({
    total: 11,
    unindexed: MANY - 1023,
  });
});

test('the receive command indexes what it captures, and the captures command finds it', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'data');
  await using receiving = start('receive', '--port', '0', '--data-dir', data);
  const [, url] = await receiving.says(/Listening on (\S+)/);
  const pool = new Pool(url!, { connections: 8 });
  const sent = Array.from({ length: 600 }, (_, n) =>
    pool.request({ method: 'GET', path: `/pb?order=A-${n}` }).then(({ body }) => body.dump()),
  );
  await Promise.all(sent);
  await pool.close();
  const database = new DatabaseSync(join(data, 'postbench.db'), { readOnly: true });
  const blocks = () => database.prepare('SELECT count(*) AS n FROM capture_index').get()?.n;
  await expect.poll(blocks, { timeout: 20_000 }).toBe(1);
  database.close();
  await using listed = start('captures', '--data-dir', data, '--query', 'order:=A-77', '--count');
  expect([await listed.ended, listed.out()]).toEqual([0, '1\n']);
});

test('captures that are selected are counted and listed, all of them or those that a query finds', async () => {
  await using rig = new SearchRig({ before: addMany });
  const selected = (query: string, ranges: [number, number][], after = 0, limit = 3) =>
    rig.searches.ask('selected', { query, ranges, after, limit });
  for (const isIndexed of [false, true]) {
    if (isIndexed) await rig.indexed();
    rig.store.remove([2]);
    const all = await selected('', [[0, MANY]]);
    expect(all).toEqual({ total: MANY - 1, ids: [1, 3, 4] });
    expect(
      await selected(
        '',
        [
          [1, 3],
          [600, 601],
        ],
        1,
      ),
    ).toEqual({ total: 4, ids: [3, 600, 601] });
    // Ranges that overlap count once, in whatever order they come.
    expect(
      await selected('', [
        [600, 601],
        [601, 601],
        [5, 4],
      ]),
    ).toEqual({ total: 2, ids: [600, 601] });
    expect(
      await selected('status:none', [
        [0, 500],
        [1_000, 9_000],
      ]),
    ).toEqual({ total: 5, ids: [101, 202, 303] });
    expect(
      await selected(
        'status:none',
        [
          [0, 500],
          [1_000, 9_000],
        ],
        303,
      ),
    ).toEqual({ total: 5, ids: [404, 1_010] });
    expect(await selected('', [])).toEqual({ total: 0, ids: [] });
  }
  await expect(selected('nowhere:1', [[0, 9]])).rejects.toMatchObject({ code: 'PB_ARGUMENT_INVALID' });
});

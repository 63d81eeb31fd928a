import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WindowedList } from '../../renderer/state/windows.ts';

interface Row {
  id: number;
}

/** A list as an engine keeps it, whose windows arrive when the test says so. */
class Engine {
  rows: Row[] = [];
  revision = 1;
  lastId = 0;
  readonly #waiting: (() => void)[] = [];

  add(count: number): Row[] {
    const added = Array.from({ length: count }, () => {
      this.lastId += 1;
      return { id: this.lastId };
    });
    this.rows = [...this.rows, ...added];
    return added;
  }

  readonly fetch = (at: number, limit: number) => {
    const { promise, resolve } = Promise.withResolvers<{ rows: Row[]; total: number; revision: number }>();
    const window = {
      rows: this.rows.slice(at, at + limit),
      total: this.rows.length,
      revision: this.revision,
    };
    this.#waiting.push(() => resolve(window));
    return promise;
  };

  async deliver(): Promise<void> {
    for (const arrive of this.#waiting.splice(0)) arrive();
    // What arrives is taken in by the microtasks after it.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

const listOf = (engine: Engine) => new WindowedList({ fetch: engine.fetch, idOf: ({ id }: Row) => id });

test('asks for what is looked at once, and for no more than that', async () => {
  const engine = new Engine();
  engine.add(1000);
  const asked: [number, number][] = [];
  const list = new WindowedList({
    fetch: (at, limit) => {
      asked.push([at, limit]);
      return engine.fetch(at, limit);
    },
    idOf: ({ id }: Row) => id,
  });
  list.extend(1000, 1);
  list.look(150, 180);
  list.look(160, 190);
  await engine.deliver();
  list.look(190, 210);
  await engine.deliver();
  expect(asked).toEqual([
    [100, 100],
    [200, 100],
  ]);
  const { rows, places, total } = list.use.getState();
  expect([rows.size, rows.get(150)?.id, places.get(151), rows.get(10), total]).toEqual([
    200,
    151,
    150,
    undefined,
    1000,
  ]);
});

test('keeps rows that moved on screen until the new ones are there', async () => {
  const engine = new Engine();
  engine.add(50);
  const list = listOf(engine);
  list.look(0, 20);
  await engine.deliver();
  engine.rows = engine.rows.slice(10);
  engine.revision += 1;
  list.renew();
  expect(list.use.getState()).toMatchObject({ total: 50 });
  expect(list.use.getState().rows.get(0)).toEqual({ id: 1 });
  list.look(0, 20);
  await engine.deliver();
  expect(list.use.getState()).toMatchObject({ total: 40, revision: 2 });
  expect(list.use.getState().rows.get(0)).toEqual({ id: 11 });
  expect(list.use.getState().places.has(1)).toBe(false);
});

test('rows that move all the time arrive, each window before the next is asked for', async () => {
  const engine = new Engine();
  engine.add(30);
  const list = listOf(engine);
  list.ask(engine.fetch);
  for (let moved = 0; moved < 3; moved += 1) {
    engine.add(1);
    engine.revision += 1;
    list.ask(engine.fetch);
  }
  await engine.deliver();
  expect(list.use.getState()).toMatchObject({ total: 30, revision: 1 });
  await engine.deliver();
  expect(list.use.getState()).toMatchObject({ total: 33, revision: 4 });
});

test('another filter takes the place of the one before, whose late window is dropped', async () => {
  const [all, few] = [new Engine(), new Engine()];
  all.add(300);
  few.add(2);
  const list = listOf(all);
  list.ask(all.fetch);
  list.ask(few.fetch);
  await few.deliver();
  await all.deliver();
  const { rows, total } = list.use.getState();
  expect([rows.size, total]).toEqual([2, 2]);
});

test('whatever comes, goes and is looked at, late windows included, each row stands where the engine has it', async () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 1, max: 150 }) }),
    fc.record({ remove: fc.nat(600) }),
    fc.record({ look: fc.nat(600) }),
    fc.constant('deliver' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const engine = new Engine();
      const list = listOf(engine);
      list.extend(0, 1);
      const look = async (at: number) => {
        list.look(at, at + 40);
        await engine.deliver();
      };
      for (const given of steps) {
        if (given === 'deliver') await engine.deliver();
        else if ('add' in given) {
          const at = engine.rows.length;
          list.extend(at + given.add, engine.revision, engine.add(given.add), at);
        } else if ('remove' in given) {
          const before = engine.rows.length;
          engine.rows = engine.rows.filter(({ id }) => id !== given.remove);
          if (engine.rows.length === before) continue;
          engine.revision += 1;
          list.renew();
        } else list.look(given.look, given.look + 40);
      }
      await engine.deliver();
      for (const at of [0, Math.max(0, engine.rows.length - 41)]) await look(at);
      const { rows, total } = list.use.getState();
      expect(total).toBe(engine.rows.length);
      for (const [at, row] of rows) expect(row).toEqual(engine.rows[at]);
      for (let at = 0; at < Math.min(41, total); at += 1) expect(rows.has(at)).toBe(true);
      for (let at = Math.max(0, total - 41); at < total; at += 1) expect(rows.has(at)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('is asked again only for another revision than that of its rows, or of those on their way', async () => {
  const engine = new Engine();
  engine.add(50);
  let asked = 0;
  const fetch = (at: number, limit: number) => {
    asked += 1;
    return engine.fetch(at, limit);
  };
  const list = new WindowedList({ fetch, idOf: ({ id }: Row) => id });
  list.ask(fetch, 0);
  list.ask(fetch, 1);
  await engine.deliver();
  list.ask(fetch, 1);
  expect(asked).toBe(1);
  expect(list.use.getState().rows.size).toBe(50);
  engine.add(1);
  engine.revision += 1;
  list.ask(fetch, 2);
  await engine.deliver();
  expect(asked).toBe(2);
  expect(list.use.getState()).toMatchObject({ total: 51, revision: 2 });
});

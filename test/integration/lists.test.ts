import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import type { ItemsWindow } from '../../electron/engine/store/catalogs.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { StockedItem } from '../../shared/domain/catalog.ts';
import { madeItem } from '../../shared/domain/catalog.ts';
import type { Inquiry } from '../../shared/domain/inquiry.ts';
import type { Click } from '../../shared/domain/link.ts';
import { SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { temporaryFolder } from '../fixtures/command.ts';

it('each window of a catalog shows what a sorted array of its items would', () => {
  const given = fc.record({
    items: fc.uniqueArray(
      fc.record({
        sku: fc.stringMatching(/^[A-C]{1,3}$/),
        name: fc.constantFrom('rope', 'Rope', 'tent', 'TENT % _'),
        price: fc.integer({ min: 1, max: 4 }),
        removed: fc.boolean(),
      }),
      { selector: ({ sku }) => sku, maxLength: 25 },
    ),
    window: fc.record({
      search: fc.constantFrom('', 'ro', 'a', '%'),
      sort: fc.constantFrom<ItemsWindow['sort'][]>('sku', 'name', 'price'),
      descending: fc.boolean(),
      at: fc.nat(20),
      limit: fc.integer({ min: 1, max: 10 }),
    }),
  });
  using folder = temporaryFolder();
  using database = openDatabase(folder.path);
  const { catalogs } = new ActivityStore(database);
  let number = 0;
  fc.assert(
    fc.property(given, ({ items, window }) => {
      number += 1;
      const stocked = items.map((item): StockedItem => ({ ...madeItem('1', 1, number, 'USD'), ...item }));
      catalogs.add(SAMPLE_WORLD.programs[0]!, String(number), 'Catalog', stocked, number);
      const { key, change } = catalogs.find(SAMPLE_WORLD.programs[0]!.id, String(number))!;
      const { search, sort, descending, at, limit } = window;
      const wanted = (text: string) => text.toLowerCase().includes(search);
      const by = (item: StockedItem) => (sort === 'name' ? item.name.toLowerCase() : item[sort as 'sku']);
      const sign = descending ? -1 : 1;
      const listed = stocked
        .filter(({ removed, sku, name }) => !removed && (wanted(sku) || wanted(name)))
        .toSorted((a, b) => (by(a) === by(b) ? (a.sku < b.sku ? -1 : 1) : by(a) < by(b) ? -sign : sign));
      const { rows, total, revision } = catalogs.list(key, window);
      expect(rows.map(({ sku }) => sku)).toEqual(listed.slice(at, at + limit).map(({ sku }) => sku));
      expect([total, revision]).toEqual([listed.length, change]);
      for (const { sku, removed } of stocked)
        expect(catalogs.row(key, sku)?.sku).toBe(removed ? undefined : sku);
    }),
  );
});

it('clicks and inquiries are listed as a plain array would be, and their heads tell what is there', () => {
  const add = fc.record({
    runId: fc.constantFrom(null, 1),
    link: fc.constantFrom('a', 'b'),
    fails: fc.boolean(),
  });
  const window = fc.record({
    from: fc.constantFrom('newest' as const, 'oldest' as const),
    after: fc.option(fc.nat(20), { nil: undefined }),
    link: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    byHand: fc.boolean(),
    at: fc.nat(8),
    limit: fc.integer({ min: 1, max: 6 }),
  });
  const step = fc.oneof(
    { weight: 4, arbitrary: add },
    { weight: 3, arbitrary: window },
    { weight: 1, arbitrary: fc.constantFrom('clear' as const, 'update' as const) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      using folder = temporaryFolder();
      using database = openDatabase(folder.path);
      const store = new ActivityStore(database);
      const { clicks, inquiries } = store;
      let kept: { key: number; runId: number | null; link: string }[] = [];
      for (const given of steps) {
        const before = { ...clicks.windows.head.now };
        if (given === 'clear') {
          store.clear();
          kept = [];
        } else if (given === 'update') {
          const key = kept.at(-1)?.key;
          const { change } = inquiries.windows.head.now;
          if (key === undefined) continue;
          inquiries.update(key, { id: 'changed' } as Inquiry);
          expect(inquiries.windows.head.now.change).toBeGreaterThan(change);
          expect(inquiries.windows.list({ key, limit: 1 }).rows[0]?.inquiry.id).toBe('changed');
        } else if ('fails' in given) {
          const { runId, link, fails } = given;
          const write = () =>
            store.transaction(() => {
              const key = clicks.add({ id: 'c' } as Click, link, runId);
              expect(inquiries.add({ id: 'i' } as Inquiry, runId)).toBe(key);
              if (fails) throw new Error('taken back');
              return key;
            });
          if (fails) {
            expect(write).toThrow('taken back');
            expect(clicks.windows.head.now).toEqual(before);
          } else kept.push({ key: write(), runId, link });
        } else {
          const { link: _link, ...keyed } = given;
          const of = (wantsLink: boolean) => {
            const fits = kept.filter(
              ({ key, runId, link }) =>
                key > (given.after ?? 0) &&
                (!given.byHand || runId === null) &&
                (!wantsLink || given.link === undefined || link === given.link),
            );
            const listed = given.from === 'newest' ? fits.toReversed() : fits;
            const keys = listed.slice(given.at, given.at + given.limit).map(({ key }) => key);
            return { keys, total: fits.length };
          };
          const keysOf = ({ rows, total }: { rows: { key: number }[]; total: number }) => ({
            keys: rows.map(({ key }) => key),
            total,
          });
          expect(keysOf(clicks.windows.list(given))).toEqual(of(true));
          expect(keysOf(inquiries.windows.list(keyed))).toEqual(of(false));
        }
        for (const { head } of [clicks.windows, inquiries.windows]) {
          const { total, byHand, newest } = head.now;
          expect([total, byHand, newest]).toEqual([
            kept.length,
            kept.filter(({ runId }) => runId === null).length,
            kept.at(-1)?.key ?? 0,
          ]);
        }
      }
    }),
    { numRuns: 30 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import type { ItemsWindow } from '../../electron/engine/store/catalogs.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import type { StockedItem } from '../../shared/domain/catalog.ts';
import { madeItem } from '../../shared/domain/catalog.ts';
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
      const stocked = items.map((item): StockedItem => ({ ...madeItem('1', 1, number), ...item }));
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

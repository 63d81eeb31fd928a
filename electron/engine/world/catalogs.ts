import type { ItemRow } from '../../../shared/contract/world.ts';
import {
  catalogItemOf,
  changeItem,
  firstItems,
  type ItemCommand,
  madeItem,
} from '../../../shared/domain/catalog.ts';
import type { CatalogItem, Stock } from '../../../shared/domain/catalog-item.ts';
import { formatMoney, parseMoney } from '../../../shared/domain/money.ts';
import type { World } from '../../../shared/domain/program.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { COUNTS } from '../../../shared/scenario/play.ts';
import type { Done } from '../../../shared/scenario/record.ts';
import type { ItemPage, StoredCatalog } from '../store/catalogs.ts';
import { firedEvent } from './events.ts';
import type { Hand } from './hand.ts';
import { readItems } from './import-items.ts';

/** One thing done to many items. */
export type BulkChange = { price: string } | { stock: Stock } | { pricePercent: number } | { remove: true };

export type WhichItems = { skus: string[] } | { search: string };

/** What is to be done to one item. */
interface ItemChange {
  sku: string;
  command: ItemCommand;
}

/** Catalogs of the workspace's programs, changed by hand; each item that changes fires its postbacks. */
export class Catalogs {
  readonly #hand: Hand;
  #seen: World | undefined;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  /** Makes the catalogs of the world that are not there yet, from the file and the seed. */
  ensure(): void {
    const { store, world, clock, seed } = this.#hand;
    const current = world();
    if (this.#seen === current) return;
    this.#seen = current;
    store.transaction(() => {
      for (const program of current.programs)
        for (const config of program.catalogs)
          if (store.catalogs.find(program.id, config.id) === undefined)
            store.catalogs.add(program, config.id, config.name, firstItems(config, seed), clock.now());
    });
  }

  /** Looks again at the next `ensure`: the catalogs were removed, or the world may be another. */
  forget(): void {
    this.#seen = undefined;
  }

  /** A page of items that are there. Throws PB_CATALOG_UNKNOWN. */
  items(key: number, page: ItemPage): { items: ItemRow[]; total: number } {
    this.#catalog(key);
    return this.#hand.store.catalogs.page(key, page);
  }

  /** Throws PB_CATALOG_UNKNOWN, PB_ITEM_UNKNOWN or PB_AMOUNT_INVALID; then nothing has changed. */
  change(key: number, which: WhichItems, change: BulkChange, to: string | undefined): { changed: number } {
    const { catalogs } = this.#hand.store;
    this.#catalog(key);
    const skus = 'skus' in which ? [...new Set(which.skus)] : catalogs.skus(key, which.search);
    return this.#apply(
      key,
      skus.map((sku) => ({ sku, command: this.#command(key, sku, change) })),
      to,
    );
  }

  /** Throws PB_CATALOG_UNKNOWN, PB_ITEM_TAKEN or PB_AMOUNT_INVALID. */
  add(key: number, item: CatalogItem, to: string | undefined): { changed: number } {
    this.#catalog(key);
    return this.#apply(key, [{ sku: item.sku, command: { type: 'add', item } }], to);
  }

  /** Makes more items from the seed, with SKUs that the catalog never had. */
  generate(key: number, count: number, to: string | undefined): { changed: number } {
    const { store, seed } = this.#hand;
    const { id } = this.#catalog(key);
    const changes: ItemChange[] = [];
    for (let index = store.catalogs.everHad(key); changes.length < count; index += 1) {
      const item = catalogItemOf(madeItem(id, seed, index));
      if (store.catalogs.item(key, item.sku) === undefined)
        changes.push({ sku: item.sku, command: { type: 'add', item } });
    }
    return this.#apply(key, changes, to);
  }

  /** Adds and updates items from a CSV text, all or none. Throws PB_CATALOG_UNKNOWN or PB_CATALOG_INVALID. */
  import(
    key: number,
    csv: string,
    to: string | undefined,
  ): { added: number; updated: number; unchanged: number } {
    const { catalogs } = this.#hand.store;
    this.#catalog(key);
    const items = readItems(csv);
    const changes = items.map((item): ItemChange => {
      const there = catalogs.item(key, item.sku);
      const type = there === undefined || there.item.removed ? 'add' : 'update';
      return { sku: item.sku, command: { type, item } };
    });
    const added = changes.filter(({ command }) => command.type === 'add').length;
    const { changed } = this.#apply(key, changes, to);
    return { added, updated: changed - added, unchanged: items.length - changed };
  }

  #apply(key: number, changes: readonly ItemChange[], to: string | undefined): { changed: number } {
    const { store, clock, firing } = this.#hand;
    const { sending } = firing();
    const catalog = this.#catalog(key);
    const at = clock.now();
    return this.#hand.do(to, (tell, note) => {
      const done: ItemChange[] = [];
      let count = catalog.items;
      for (const { sku, command } of changes) {
        const before = store.catalogs.item(key, sku);
        const changed = changeItem(before?.item, sku, command);
        if (changed === null) continue;
        count += COUNTS[changed.change];
        const nth = (before?.changes ?? 0) + 1;
        const itemKey = store.catalogs.put(key, changed.item, at, nth);
        const place = {
          program: catalog.program,
          catalog: { id: catalog.id, name: catalog.name, items: count },
        };
        tell(firedEvent({ type: 'item', place, ...changed, at }, { key: itemKey, nth }, sending));
        done.push({ sku, command });
      }
      if (done.length > 0) store.catalogs.count(key);
      for (const step of stepsOf(catalog, done)) note({ at, type: 'items', catalog: step });
      return { changed: done.length };
    });
  }

  #command(key: number, sku: string, change: BulkChange): ItemCommand {
    if ('price' in change) return { type: 'price', price: parseMoney(change.price) };
    if ('stock' in change) return { type: 'stock', stock: change.stock };
    if ('remove' in change) return { type: 'remove' };
    // Of an item that is not there the change itself says so.
    const price = this.#hand.store.catalogs.item(key, sku)?.item.price ?? 0;
    return { type: 'price', price: Math.round((price * (100 + change.pricePercent)) / 100) };
  }

  #catalog(key: number): StoredCatalog {
    const catalog = this.#hand.store.catalogs.get(key);
    if (catalog !== undefined) return catalog;
    throw new PostbenchError('PB_CATALOG_UNKNOWN', 'That catalog is not there any more.', {
      remedy: 'Choose one from the list; a program has the catalogs that postbench.yaml gives it.',
    });
  }
}

type CatalogStep = Extract<Done, { type: 'items' }>['catalog'];

/** Changes as steps of a scenario: those that follow each other with the same command are one. */
function stepsOf({ program, id }: StoredCatalog, changes: readonly ItemChange[]): CatalogStep[] {
  const about = { program: program.id, catalog: id };
  const groups: ItemChange[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last !== undefined && kindOf(last[0]!.command) === kindOf(change.command)) last.push(change);
    else groups.push([change]);
  }
  return groups.map((group): CatalogStep => {
    const { command } = group[0]!;
    const items = group.map(({ sku }) => sku);
    const whole = group.flatMap((change) => ('item' in change.command ? [change.command.item] : []));
    switch (command.type) {
      case 'price':
        return { ...about, items, price: formatMoney(command.price) };
      case 'stock':
        return { ...about, items, stock: command.stock };
      case 'remove':
        return { ...about, items, remove: true };
      case 'add':
        return { ...about, add: whole };
      default:
        return { ...about, update: whole };
    }
  });
}

function kindOf(command: ItemCommand): string {
  if (command.type === 'price') return `price ${command.price}`;
  return command.type === 'stock' ? `stock ${command.stock}` : command.type;
}

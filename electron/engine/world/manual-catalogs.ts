import type { ListWindow } from '../../../shared/contract/window.ts';
import type { ItemRow } from '../../../shared/contract/world.ts';
import type { SendTo } from '../../../shared/delivery/send-to.ts';
import { catalogItemOf, type ItemCommand, madeItem } from '../../../shared/domain/catalog.ts';
import type { CatalogItem } from '../../../shared/domain/catalog-item.ts';
import { digitsOf } from '../../../shared/domain/currency-digits.ts';
import type { BulkChange } from '../../../shared/domain/inputs.ts';
import { parseMoney, shareOf } from '../../../shared/domain/money.ts';
import type { World } from '../../../shared/domain/program.ts';
import { type ItemChange, noSuchThing } from '../../../shared/world/perform.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { ItemsWindow, StoredCatalog } from '../store/catalogs.ts';
import { readItems } from './import-items.ts';
import type { Manual } from './manual.ts';
import type { Session } from './session.ts';

export type WhichItems = { skus: string[] } | { search: string };

/** Catalogs of the workspace's programs, changed manually; each item that changes fires its postbacks. */
export class ManualCatalogs {
  readonly #store: ActivityStore;
  readonly #session: Session;
  readonly #manual: Manual;
  #seen: World | undefined;

  constructor(store: ActivityStore, session: Session, manual: Manual) {
    this.#store = store;
    this.#session = session;
    this.#manual = manual;
  }

  /** Creates the missing catalogs of the world, from the file and the seed. */
  ensure(): void {
    const { things, clock } = this.#session;
    const world = this.#session.world();
    if (this.#seen === world) return;
    this.#seen = world;
    this.#store.transaction(() => {
      for (const program of world.programs)
        for (const config of program.catalogs) things.catalogs.of(program, config, clock.now());
    });
  }

  /** Makes the next `ensure` check again: the catalogs were removed, or the world may have changed. */
  forget(): void {
    this.#seen = undefined;
  }

  /** A window of the items that are there. Throws PB_CATALOG_UNKNOWN. */
  items(key: number, window: ItemsWindow): ListWindow<ItemRow> {
    this.#catalog(key);
    return this.#store.catalogs.list(key, window);
  }

  /** One item as it stands; undefined when it was removed. */
  item(key: number, sku: string): ItemRow | undefined {
    return this.#store.catalogs.row(key, sku);
  }

  /** Throws PB_CATALOG_UNKNOWN, PB_ITEM_UNKNOWN or PB_AMOUNT_INVALID. */
  change(key: number, which: WhichItems, change: BulkChange, to?: SendTo): Promise<{ changed: number }> {
    this.#catalog(key);
    const skus = 'skus' in which ? [...new Set(which.skus)] : this.#store.catalogs.skus(key, which.search);
    return this.#apply(
      key,
      skus.map((sku) => ({ sku, command: this.#command(key, sku, change) })),
      to,
    );
  }

  /** Throws PB_CATALOG_UNKNOWN, PB_ITEM_TAKEN or PB_AMOUNT_INVALID. */
  add(key: number, item: CatalogItem, to?: SendTo): Promise<{ changed: number }> {
    return this.#apply(key, [{ sku: item.sku, command: { type: 'add', item } }], to);
  }

  /** Creates more items from the seed, with SKUs that the catalog never had. */
  generate(key: number, count: number, to?: SendTo): Promise<{ changed: number }> {
    const { catalogs } = this.#store;
    const { id, program } = this.#catalog(key);
    const changes: ItemChange[] = [];
    for (let index = catalogs.everHad(key); changes.length < count; index += 1) {
      const item = catalogItemOf(madeItem(id, this.#session.things.seed, index, program.currency));
      if (catalogs.item(key, item.sku) === undefined)
        changes.push({ sku: item.sku, command: { type: 'add', item } });
    }
    return this.#apply(key, changes, to);
  }

  /** Adds and updates items from a CSV text, all or none. Throws PB_CATALOG_UNKNOWN or PB_CATALOG_INVALID. */
  async import(
    key: number,
    csv: string,
    to?: SendTo,
  ): Promise<{ added: number; updated: number; unchanged: number }> {
    const { currency } = this.#catalog(key).program;
    const items = readItems(csv, currency, this.#session.world().moneyDigits);
    const changes = items.map((item): ItemChange => {
      const there = this.#store.catalogs.item(key, item.sku);
      const type = there === undefined || there.item.removed ? 'add' : 'update';
      return { sku: item.sku, command: { type, item } };
    });
    const added = changes.filter(({ command }) => command.type === 'add').length;
    const { changed } = await this.#apply(key, changes, to);
    return { added, updated: changed - added, unchanged: items.length - changed };
  }

  async #apply(key: number, changes: ItemChange[], to: SendTo | undefined): Promise<{ changed: number }> {
    const happened = await this.#manual.perform({ type: 'change-items', catalog: key, changes }, to);
    return { changed: happened.length };
  }

  #command(key: number, sku: string, change: BulkChange): ItemCommand {
    if ('price' in change) return { type: 'price', price: parseMoney(change.price) };
    if ('stock' in change) return { type: 'stock', stock: change.stock };
    if ('remove' in change) return { type: 'remove' };
    // If an item is missing, the change itself reports it.
    const price = this.#store.catalogs.item(key, sku)?.item.price ?? 0;
    const { currency } = this.#catalog(key).program;
    const digits = digitsOf(currency, this.#session.world().moneyDigits);
    return { type: 'price', price: shareOf(price, (100 + change.pricePercent) / 100, digits) };
  }

  #catalog(key: number): StoredCatalog {
    const catalog = this.#store.catalogs.get(key);
    if (catalog === undefined) throw noSuchThing('catalog');
    return catalog;
  }
}

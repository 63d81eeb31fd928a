import type { Action } from '../domain/action.ts';
import { nextDate } from '../domain/action-dates.ts';
import { firstItems, type StockedItem } from '../domain/catalog.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Click } from '../domain/link.ts';
import type { CatalogConfig, Program } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import type {
  CatalogSummary,
  ItemState,
  StoredActions,
  StoredCatalogs,
  StoredClicks,
  StoredInquiries,
  Things,
} from './things.ts';

class MemoryActions implements StoredActions {
  readonly #actions = new Map<number, { action: Action; entries: number }>();
  /** Not later than the first date of any action. */
  #nextDate: Millis = Number.POSITIVE_INFINITY;

  get(key: number) {
    return this.#actions.get(key);
  }

  add(action: Action): number {
    const key = this.#actions.size + 1;
    this.#put(key, action, 1);
    return key;
  }

  update(key: number, action: Action): void {
    this.#put(key, action, this.#actions.get(key)!.entries + 1);
  }

  nextDate(): Millis | null {
    return Number.isFinite(this.#nextDate) ? this.#nextDate : null;
  }

  due(at: Millis, limit: number): number[] {
    if (at < this.#nextDate) return [];
    const due: { key: number; when: Millis }[] = [];
    this.#nextDate = Number.POSITIVE_INFINITY;
    for (const [key, { action }] of this.#actions) {
      const when = nextDate(action);
      if (when === null) continue;
      if (when <= at) due.push({ key, when });
      this.#nextDate = Math.min(this.#nextDate, when);
    }
    return due
      .toSorted((a, b) => a.when - b.when || a.key - b.key)
      .slice(0, limit)
      .map(({ key }) => key);
  }

  #put(key: number, action: Action, entries: number): void {
    this.#actions.set(key, { action, entries });
    this.#nextDate = Math.min(this.#nextDate, nextDate(action) ?? Number.POSITIVE_INFINITY);
  }
}

class MemoryClicks implements StoredClicks {
  readonly #clicks: Click[] = [];

  get(key: number): Click | undefined {
    return this.#clicks[key - 1];
  }

  add(click: Click): number {
    return this.#clicks.push(click);
  }
}

class MemoryInquiries implements StoredInquiries {
  readonly #inquiries: Inquiry[] = [];

  get(key: number): Inquiry | undefined {
    return this.#inquiries[key - 1];
  }

  add(inquiry: Inquiry): number {
    return this.#inquiries.push(inquiry);
  }

  update(key: number, inquiry: Inquiry): void {
    this.#inquiries[key - 1] = inquiry;
  }
}

interface MemoryCatalog extends CatalogSummary {
  stock: Map<string, ItemState>;
}

/** Catalogs that belong to one run or preview: they start with the file and the seed. */
export class MemoryCatalogs implements StoredCatalogs {
  readonly #seed: number;
  readonly #catalogs: MemoryCatalog[] = [];
  #items = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get(key: number): CatalogSummary | undefined {
    return this.#catalogs[key - 1];
  }

  of(program: Program, config: CatalogConfig): CatalogSummary {
    const known = this.#catalogs.find(
      ({ program: { id }, ...own }) => id === program.id && own.id === config.id,
    );
    if (known !== undefined) return known;
    const items = firstItems(config, this.#seed, program.currency);
    const stock = new Map(items.map((item) => [item.sku, { key: this.#newKey(), item, changes: 0 }]));
    const key = this.#catalogs.length + 1;
    const catalog = { key, program, id: config.id, name: config.name, items: items.length, stock };
    this.#catalogs.push(catalog);
    return catalog;
  }

  item(catalog: number, sku: string): ItemState | undefined {
    return this.#stock(catalog).get(sku);
  }

  put(catalog: number, item: StockedItem, _at: Millis, changes: number): number {
    const stock = this.#stock(catalog);
    const key = stock.get(item.sku)?.key ?? this.#newKey();
    stock.set(item.sku, { key, item, changes });
    return key;
  }

  changed(catalog: number): void {
    this.#catalogs[catalog - 1]!.items = this.skus(catalog).length;
  }

  skus(catalog: number): string[] {
    return [...this.#stock(catalog).values()].filter(({ item }) => !item.removed).map(({ item }) => item.sku);
  }

  /** Items that have changed since the catalogs were created, with their catalogs. */
  changedItems(): { catalog: CatalogSummary; item: StockedItem }[] {
    return this.#catalogs.flatMap((catalog) =>
      [...catalog.stock.values()].filter(({ changes }) => changes > 0).map(({ item }) => ({ catalog, item })),
    );
  }

  #stock(catalog: number): Map<string, ItemState> {
    return this.#catalogs[catalog - 1]?.stock ?? new Map<string, ItemState>();
  }

  #newKey(): number {
    this.#items += 1;
    return this.#items;
  }
}

/** A world in memory only: for previews, for what is tried before a run, and for checks. */
export class MemoryThings implements Things {
  readonly seed: number;
  readonly actions = new MemoryActions();
  readonly clicks = new MemoryClicks();
  readonly inquiries = new MemoryInquiries();
  readonly catalogs: MemoryCatalogs;
  readonly made = { click: 0, action: 0, inquiry: 0 };

  constructor(seed: number) {
    this.seed = seed;
    this.catalogs = new MemoryCatalogs(seed);
  }
}

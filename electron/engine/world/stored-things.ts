import type { Action, LedgerEntry } from '../../../shared/domain/action.ts';
import { nextDate } from '../../../shared/domain/action-dates.ts';
import { firstItems, type StockedItem } from '../../../shared/domain/catalog.ts';
import type { CatalogConfig, Program } from '../../../shared/domain/program.ts';
import type { Millis } from '../../../shared/domain/time.ts';
import type {
  CatalogSummary,
  ItemState,
  StoredActions,
  StoredCatalogs,
  StoredClicks,
  StoredInquiries,
  Things,
} from '../../../shared/world/things.ts';
import type { ActivityStore } from '../store/activity.ts';

/** The world of one run, or of manual work, as stored. Writes must be inside a transaction. */
export class StoredThings implements Things {
  readonly seed: number;
  readonly actions: StoredActions;
  readonly clicks: StoredClicks;
  readonly inquiries: StoredInquiries;
  readonly catalogs: StoredCatalogs;
  readonly made = { click: 0, action: 0, inquiry: 0 };

  /**
   * @param runId the run whose world it is; null for manual work
   * @param catalogs where catalogs are kept; those of manual work are in the store, a run has its own
   */
  constructor(store: ActivityStore, runId: number | null, seed: number, catalogs: StoredCatalogs) {
    this.seed = seed;
    this.actions = new ActionsOfWorld(store, runId);
    this.clicks = {
      get: (key) => store.clicks.get(key)?.click,
      add: (click, link) => store.clicks.add(click, link, runId),
    };
    this.inquiries = {
      get: (key) => store.inquiries.get(key)?.inquiry,
      add: (inquiry) => store.inquiries.add(inquiry, runId),
      update: (key, inquiry) => store.inquiries.update(key, inquiry),
    };
    this.catalogs = catalogs;
  }
}

/** Remembers the next date, since a run asks for it before each step. */
class ActionsOfWorld implements StoredActions {
  readonly #store: ActivityStore;
  readonly #runId: number | null;
  /** Not later than the next date of any action; undefined while that must be looked up. */
  #nextDate: Millis | undefined;

  constructor(store: ActivityStore, runId: number | null) {
    this.#store = store;
    this.#runId = runId;
  }

  get(key: number): { action: Action; entries: number } | undefined {
    return this.#store.actions.stored(key);
  }

  add(action: Action, entry: LedgerEntry): number {
    const key = this.#store.actions.add(action, entry, this.#runId);
    this.#comes(action);
    return key;
  }

  update(key: number, action: Action, entry: LedgerEntry): void {
    this.#store.actions.update(key, action, entry);
    this.#comes(action);
  }

  nextDate(): Millis | null {
    this.#nextDate ??= this.#store.actions.nextDate(this.#runId) ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(this.#nextDate) ? this.#nextDate : null;
  }

  due(at: Millis, limit: number): number[] {
    // What is due has another date, or none, once it has been handled.
    this.#nextDate = undefined;
    return this.#store.actions.due(this.#runId, at, Number.isFinite(limit) ? limit : -1);
  }

  #comes(action: Action): void {
    if (this.#nextDate !== undefined)
      this.#nextDate = Math.min(this.#nextDate, nextDate(action) ?? Number.POSITIVE_INFINITY);
  }
}

/** The catalogs of the workspace's programs, which are changed manually. */
export class StoredManualCatalogs implements StoredCatalogs {
  readonly #store: ActivityStore;
  readonly #seed: () => number;

  constructor(store: ActivityStore, seed: () => number) {
    this.#store = store;
    this.#seed = seed;
  }

  get(key: number): CatalogSummary | undefined {
    return this.#store.catalogs.get(key);
  }

  of(program: Program, config: CatalogConfig, at: Millis): CatalogSummary {
    const { catalogs } = this.#store;
    const known = catalogs.find(program.id, config.id);
    if (known !== undefined) return known;
    catalogs.add(program, config.id, config.name, firstItems(config, this.#seed(), program.currency), at);
    return catalogs.find(program.id, config.id)!;
  }

  item(catalog: number, sku: string): ItemState | undefined {
    return this.#store.catalogs.item(catalog, sku);
  }

  put(catalog: number, item: StockedItem, at: Millis, changes: number): number {
    return this.#store.catalogs.put(catalog, item, at, changes);
  }

  changed(catalog: number): void {
    this.#store.catalogs.count(catalog);
  }

  skus(catalog: number): string[] {
    return this.#store.catalogs.skus(catalog, '');
  }
}

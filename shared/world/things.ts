import type { Action, LedgerEntry } from '../domain/action.ts';
import type { CatalogPlace, StockedItem } from '../domain/catalog.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Click } from '../domain/link.ts';
import type { CatalogConfig, Program } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';

/** Actions with their ledgers. */
export interface StoredActions {
  /** An action as last written, and how many lines its ledger has; undefined if there is none. */
  get(key: number): { action: Action; entries: number } | undefined;
  /** Stores a new action with the first line of its ledger; returns its key. */
  add(action: Action, entry: LedgerEntry): number;
  /** Stores an action's new state, and appends the ledger line that explains it. */
  update(key: number, action: Action, entry: LedgerEntry): void;
  /** The earliest date of any action, see `nextDate`; null if there is none. */
  nextDate(): Millis | null;
  /** Keys of the actions whose next date is due by a time, the earliest first, up to a limit. */
  due(at: Millis, limit: number): number[];
}

export interface StoredClicks {
  get(key: number): Click | undefined;
  add(click: Click, link: string): number;
}

export interface StoredInquiries {
  get(key: number): Inquiry | undefined;
  add(inquiry: Inquiry): number;
  update(key: number, inquiry: Inquiry): void;
}

/** A catalog and its number of items; removed ones do not count. */
export interface CatalogSummary {
  key: number;
  program: CatalogPlace['program'];
  id: string;
  name: string;
  items: number;
}

/** One item, and how often it has changed so far. */
export interface ItemState {
  key: number;
  item: StockedItem;
  changes: number;
}

export interface StoredCatalogs {
  get(key: number): CatalogSummary | undefined;
  /** The catalog of a program, created with its initial items if it does not exist yet. */
  of(program: Program, config: CatalogConfig, at: Millis): CatalogSummary;
  item(catalog: number, sku: string): ItemState | undefined;
  /** Stores an item's current state; returns its key. */
  put(catalog: number, item: StockedItem, at: Millis, changes: number): number;
  /** Called once after several `put`, so that counts of items can be updated. */
  changed(catalog: number): void;
  /** SKUs of the existing items, in the catalog's order. */
  skus(catalog: number): string[];
}

/**
 * What exists in one simulated world, by keys: in memory for previews and checks, in the store for runs and manual
 * work. The rules that change it are in `perform`; implementations only keep it.
 */
export interface Things {
  /** The source of ids and spreads: the same seed gives the same things. */
  readonly seed: number;
  readonly actions: StoredActions;
  readonly clicks: StoredClicks;
  readonly inquiries: StoredInquiries;
  readonly catalogs: StoredCatalogs;
  /** How many of a kind were made from the seed so far, and `made` for one more. */
  readonly made: Record<'click' | 'action' | 'inquiry', number>;
}

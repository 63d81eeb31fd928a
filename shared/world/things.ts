import type { Action, LedgerEntry } from '../domain/action.ts';
import type { CatalogPlace, StockedItem } from '../domain/catalog.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Click } from '../domain/link.ts';
import type { CatalogConfig, Program } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';

/** Actions with their ledgers. */
export interface StoredActions {
  /** An action as it was last written, and how many lines its ledger has; undefined where there is none. */
  get(key: number): { action: Action; entries: number } | undefined;
  /** Stores a new action with the first line of its ledger; returns its key. */
  add(action: Action, entry: LedgerEntry): number;
  /** Stores what an action has become, and appends the line of its ledger that says how. */
  update(key: number, action: Action, entry: LedgerEntry): void;
  /** The earliest moment at which a date does something to any action, see `nextDate`; null when there is none. */
  nextDate(): Millis | null;
  /** Keys of the actions whose next date has come by a time, the earliest first, at most so many. */
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

/** A catalog and how many of its items are there; removed ones do not count. */
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
  /** The catalog of a program, made with the items that it begins with where it is not there yet. */
  of(program: Program, config: CatalogConfig, at: Millis): CatalogSummary;
  item(catalog: number, sku: string): ItemState | undefined;
  /** Stores an item as it is now; returns its key. */
  put(catalog: number, item: StockedItem, at: Millis, changes: number): number;
  /** Called once after several `put`, so that what counts items can follow. */
  changed(catalog: number): void;
  /** SKUs of the items that are there, in the catalog's order. */
  skus(catalog: number): string[];
}

/**
 * What exists in one simulated world, by keys: in memory for previews and checks, in the store for runs and for work
 * by hand. The rules that move it are in `perform`; whoever implements this only keeps it.
 */
export interface Things {
  /** What ids and spreads come from: the same seed gives the same things. */
  readonly seed: number;
  readonly actions: StoredActions;
  readonly clicks: StoredClicks;
  readonly inquiries: StoredInquiries;
  readonly catalogs: StoredCatalogs;
  /** How many of a kind were made from the seed so far, and `made` for one more. */
  readonly made: Record<'click' | 'action' | 'inquiry', number>;
}

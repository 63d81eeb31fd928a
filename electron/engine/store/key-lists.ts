import { json } from './activity-rows.ts';
import type { Row } from './connection.ts';
import type { Writer } from './writer.ts';

/** Lists that are remembered: those of one screen, with some to spare. */
const KEPT = 12;

interface KeyList {
  keys: number[];
  /** Names the state of the store that the keys belong to. */
  stamp: string;
}

/** The keys of rows in the column `keys` of a query, which is a JSON array in their order. */
export function keysOf(row: Row | undefined): number[] {
  return row === undefined ? [] : json<number[]>(row.keys);
}

/** The same of an array in any order, ascending: an index often gives them by parts, which are sorted soon. */
export function ascendingKeysOf(row: Row | undefined): number[] {
  return keysOf(row).sort((a, b) => a - b);
}

/**
 * Keys of lists in their order, which are remembered: a window far down a list then takes no longer than one at its
 * start, and where a row stands is known without counting.
 */
export class KeyLists {
  readonly #lists = new Map<string, KeyList>();

  constructor(writer: Writer) {
    writer.onRollback(() => this.forget());
  }

  /** Ascending keys of a list whose rows only come in at its end: `read` gives those beyond a key. */
  growing(name: string, read: (after: number) => number[]): readonly number[] {
    const list = this.#take(name) ?? { keys: [], stamp: '' };
    for (const key of read(list.keys.at(-1) ?? 0)) list.keys.push(key);
    this.#put(name, list);
    return list.keys;
  }

  /** Keys of a list that may be another one with each `stamp`. */
  ordered(name: string, stamp: string, read: () => number[]): readonly number[] {
    const known = this.#take(name);
    const list = known?.stamp === stamp ? known : { keys: read(), stamp };
    this.#put(name, list);
    return list.keys;
  }

  /** After rows were removed, or writes taken back. */
  forget(): void {
    this.#lists.clear();
  }

  #take(name: string): KeyList | undefined {
    const list = this.#lists.get(name);
    this.#lists.delete(name);
    return list;
  }

  /** The one used last goes last. */
  #put(name: string, list: KeyList): void {
    this.#lists.set(name, list);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > KEPT && oldest !== undefined) this.#lists.delete(oldest);
  }
}

/** Where a key stands in an ascending list, or the first larger one would. */
export function placeIn(keys: readonly number[], key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The keys of a window in the order of their rows, of an ascending list, or of one in an order of its own. */
export function windowOf(
  keys: readonly number[],
  { from, at, limit }: { from: 'newest' | 'oldest'; at: number; limit: number },
): { shown: number[]; descending: boolean } {
  if (from === 'oldest') return { shown: keys.slice(at, at + limit), descending: false };
  const end = Math.max(0, keys.length - at);
  return { shown: keys.slice(Math.max(0, end - limit), end).reverse(), descending: true };
}

import { useEffect, useRef, useState } from 'react';
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import { type ListWindow, WINDOW_ROWS } from '../../shared/contract/window.ts';
import { restAfter } from '../lib/paced.ts';
import { NotConnectedError } from '../lib/problem.ts';
import { useConnection } from './connection.ts';
import { attempt, notify } from './notify.ts';

/** Rows are asked for in blocks of this many. */
const BLOCK = 100;
/** Rows kept of one list; the ones farthest from what is looked at go first. */
const KEPT = 5_000;

/** What names a row among those of its list. */
export type RowId = number | string;

/** What is known of a list of the engine: its length, and the rows that were looked at, by their index. */
export interface Windows<Row> {
  rows: ReadonlyMap<number, Row>;
  /** Where a row stands, by its id; only of the rows that are known. */
  places: ReadonlyMap<RowId, number>;
  total: number;
  /** Counts up with each row that came in at the end, however that became known. */
  grown: number;
  /** Names the state of the engine that the rows belong to; see `ListWindow`. */
  revision: number;
  /** Counts up each time that the rows have to be asked for again. */
  asking: number;
  /** False until the length is known. */
  loaded: boolean;
  /** What the rows were fetched by. */
  source: unknown;
}

export interface WindowsSource<Row> {
  fetch: (at: number, limit: number) => Promise<ListWindow<Row>>;
  idOf: (row: Row) => RowId;
  /** Once it is aborted, what fails is of no interest. */
  ended?: AbortSignal;
}

/**
 * One list of the engine, of which the page holds what is looked at. The owner says when rows came in at its end
 * (`extend`), changed (`replace`), or moved (`renew`); rows that moved stay on screen until the new ones are there.
 */
export class WindowedList<Row> {
  readonly use: UseBoundStore<StoreApi<Windows<Row>>>;
  readonly #idOf: WindowsSource<Row>['idOf'];
  readonly #ended: AbortSignal | undefined;
  #fetch: WindowsSource<Row>['fetch'];
  /** Blocks asked for since the rows last moved. */
  readonly #asked = new Set<number>();
  #looked = { first: 0, last: 0 };
  #fetching = 0;
  /** The rows moved once more while windows were on their way: to that revision, where it is known. */
  #again: { revision: number | undefined } | undefined;
  /** The rows shown are from before they moved. */
  #stale = false;

  constructor({ fetch, idOf, ended }: WindowsSource<Row>) {
    this.#fetch = fetch;
    this.#ended = ended;
    this.#idOf = idOf;
    this.use = create<Windows<Row>>()(() => ({
      rows: new Map(),
      places: new Map(),
      total: 0,
      grown: 0,
      revision: 0,
      asking: 0,
      loaded: false,
      source: undefined,
    }));
  }

  /** Fetches what is missing of a range; safe to call on every scroll. */
  look(first: number, last: number): void {
    const { total, loaded, asking } = this.use.getState();
    this.#looked = { first, last };
    const to = loaded && !this.#stale ? Math.min(last, total - 1) : last;
    const missing: number[] = [];
    for (let block = blockOf(Math.max(first, 0)); block <= blockOf(to); block += 1)
      if (!this.#asked.has(block)) missing.push(block);
    const [begin] = missing;
    if (begin === undefined) return;
    const end = Math.min(missing.at(-1)! + 1, begin + WINDOW_ROWS / BLOCK);
    for (let block = begin; block < end; block += 1) this.#asked.add(block);
    const forget = () => {
      if (this.use.getState().asking !== asking) return;
      for (let block = begin; block < end; block += 1) this.#asked.delete(block);
    };
    this.#fetching += 1;
    const started = performance.now();
    this.#fetch(begin * BLOCK, (end - begin) * BLOCK).then(
      (window) => {
        this.#fetching -= 1;
        if (this.use.getState().asking !== asking) return;
        // Rows that have moved since are told of by the owner, who lets them be asked for again.
        if (this.#accepts(window)) this.#take(window, begin * BLOCK);
        else forget();
        const again = this.#again;
        if (again !== undefined && (again.revision === undefined || again.revision !== window.revision))
          this.#askSoon(restAfter(performance.now() - started));
      },
      (error: unknown) => {
        this.#fetching -= 1;
        forget();
        if (!(error instanceof NotConnectedError) && this.#ended?.aborted !== true) notify.error(error);
      },
    );
  }

  /** The list is this long now, in this state of the engine; rows that came in at its end are given with their index. */
  extend(total: number, revision: number, rows: readonly Row[] = [], at = total): void {
    const before = this.use.getState().total;
    // Of the block with the former end, rows may be missing now.
    if (at > before) this.#asked.delete(blockOf(before));
    this.use.setState((now) => ({
      ...this.#with(now, rows, at),
      total,
      grown: grownTo(total, now),
      revision,
      loaded: true,
    }));
  }

  /** Rows that changed where they stand; those that are not known are left out. */
  replace(changed: readonly Row[]): void {
    if (changed.length === 0) return;
    this.use.setState((now) => {
      const rows = new Map(now.rows);
      for (const row of changed) {
        const place = now.places.get(this.#idOf(row));
        if (place !== undefined) rows.set(place, row);
      }
      return { rows };
    });
  }

  /** The rows may stand elsewhere, or be others: all of them are asked for again when they are looked at. */
  renew(): void {
    this.#asked.clear();
    this.#stale = true;
    this.use.setState(({ asking }) => ({ asking: asking + 1 }));
  }

  /**
   * As `renew`, and asks at once for what is looked at: under another filter or order when `fetch` is another one. Of
   * rows that move all the time, one window arrives before the next is asked for, and not even then if it is of the
   * `revision` already that the rows are known to have come to.
   */
  ask(fetch: WindowsSource<Row>['fetch'], revision?: number): void {
    this.#again = fetch === this.#fetch && this.#fetching > 0 ? { revision } : undefined;
    if (this.#again !== undefined || (fetch === this.#fetch && this.#isAt(revision))) return;
    this.#fetch = fetch;
    this.renew();
    this.look(this.#looked.first, this.#looked.last);
  }

  /** Whether the rows are of that revision. */
  #isAt(revision: number | undefined): boolean {
    const now = this.use.getState();
    return revision !== undefined && now.loaded && !this.#stale && now.revision === revision;
  }

  /** A list that takes long and changes all the time leaves the engine time for others. */
  #askSoon(rest: number): void {
    const fetch = this.#fetch;
    const ask = () => {
      // Under another filter it was asked for already.
      if (fetch === this.#fetch) this.ask(fetch);
    };
    if (rest === 0) ask();
    else setTimeout(ask, rest);
  }

  /** A window of another state than the one that the owner told of is too early or too late. */
  #accepts({ revision }: ListWindow<Row>): boolean {
    const now = this.use.getState();
    return this.#stale || !now.loaded || revision === now.revision;
  }

  #take({ rows, total, revision }: ListWindow<Row>, at: number): void {
    const moved = this.#stale;
    this.use.setState((now) => ({
      ...this.#with(now, rows, at, moved),
      // Rows that came in since the window was read are not taken back.
      total: moved ? total : Math.max(now.total, total),
      grown: grownTo(total, now),
      revision,
      loaded: true,
      source: this.#fetch,
    }));
  }

  #with(
    now: Windows<Row>,
    added: readonly Row[],
    at: number,
    moved = false,
  ): Pick<Windows<Row>, 'rows' | 'places'> {
    if (added.length === 0 && !moved) return now;
    const rows = new Map(this.#stale ? [] : now.rows);
    this.#stale = false;
    added.forEach((row, index) => {
      rows.set(at + index, row);
    });
    if (rows.size > KEPT) this.#trim(rows);
    const places = new Map<RowId, number>();
    for (const [place, row] of rows) places.set(this.#idOf(row), place);
    return { rows, places };
  }

  #trim(rows: Map<number, Row>): void {
    const far = [...rows.keys()].sort(
      (a, b) => Math.abs(a - this.#looked.last) - Math.abs(b - this.#looked.last),
    );
    for (const place of far.slice(KEPT / 2)) {
      rows.delete(place);
      this.#asked.delete(blockOf(place));
    }
  }
}

export interface WindowedRows<Row> extends Omit<Windows<Row>, 'source'> {
  /** Whether the rows are those of the filter and order on screen, and not of the ones before or none yet. */
  loaded: boolean;
  /** Fetches what is missing of a range; safe to call on every scroll. */
  look: (first: number, last: number) => void;
  /** Does something with a row, which is fetched first where it is not there yet. */
  take: (index: number, use: (row: Row) => void) => void;
}

/**
 * A list of the engine under the filter and order on screen. `fetch` stays the same function while these do; the rows
 * are asked for again when the `change` is another one, and those before stay until then.
 */
export function useWindowedList<Row>(
  { fetch, idOf }: WindowsSource<Row>,
  change: number | undefined,
): WindowedRows<Row> {
  const [list] = useState(() => new WindowedList<Row>({ fetch, idOf }));
  const generation = useConnection((state) => state.generation);
  const connected = useRef(generation);
  useEffect(() => {
    // What was asked for over a connection that is lost has not come.
    if (connected.current !== generation) list.renew();
    connected.current = generation;
    list.ask(fetch, change);
  }, [list, fetch, change, generation]);
  const windows = list.use();
  const take = async (index: number, use: (row: Row) => void) => {
    const row = windows.rows.get(index) ?? (await attempt(() => fetch(index, 1)))?.rows[0];
    if (row !== undefined) use(row);
  };
  return {
    ...windows,
    loaded: windows.loaded && windows.source === fetch,
    look: (first, last) => list.look(first, last),
    take: (index, use) => void take(index, use),
  };
}

/** Of a list whose length is not known yet, nothing came in. */
function grownTo(total: number, { total: before, grown, loaded }: Windows<unknown>): number {
  return loaded ? grown + Math.max(0, total - before) : grown;
}

function blockOf(index: number): number {
  return Math.floor(index / BLOCK);
}

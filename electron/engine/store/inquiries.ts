import type { ListWindow } from '../../../shared/contract/window.ts';
import type { ClickView, InquiryView } from '../../../shared/contract/world.ts';
import type { Inquiry } from '../../../shared/domain/inquiry.ts';
import type { Click } from '../../../shared/domain/link.ts';
import { json, number, orNull, type Row, text } from './activity-rows.ts';
import { ascendingKeysOf, KeyLists, placeIn, windowOf } from './key-lists.ts';
import { StoredHead } from './list-head.ts';
import type { Writer } from './writer.ts';

function clickView(row: Row): ClickView {
  return {
    key: number(row.key),
    change: number(row.change),
    runId: orNull(row.run_id),
    link: text(row.link),
    click: json<Click>(row.click),
  };
}

function inquiryView(row: Row): InquiryView {
  return {
    key: number(row.key),
    change: number(row.change),
    runId: orNull(row.run_id),
    inquiry: json<Inquiry>(row.inquiry),
  };
}

/** Which rows of a list to return: those that meet all conditions. */
export interface RowFilter {
  key?: number | undefined;
  /** Only rows with a larger key. */
  after?: number | undefined;
  /** Only rows from manual work. */
  byHand?: boolean | undefined;
  link?: string | undefined;
}

interface RowsWindow extends RowFilter {
  from?: 'newest' | 'oldest' | undefined;
  at?: number | undefined;
  limit: number;
}

/** Lists of a table's rows by their keys, in windows. */
class RowWindows<View> {
  readonly head: StoredHead;
  readonly #writer: Writer;
  readonly #table: 'clicks' | 'inquiries';
  readonly #view: (row: Row) => View;
  readonly #lists: KeyLists;

  constructor(writer: Writer, table: 'clicks' | 'inquiries', view: (row: Row) => View) {
    this.head = new StoredHead(writer, table);
    this.#writer = writer;
    this.#table = table;
    this.#view = view;
    this.#lists = new KeyLists(writer);
  }

  list({
    key,
    after = 0,
    byHand = false,
    link,
    from = 'newest',
    at = 0,
    limit,
  }: RowsWindow): ListWindow<View> {
    const revision = this.head.now.change;
    const of = this.#keys(byHand, link);
    const all = key === undefined ? of : of.slice(placeIn(of, key), placeIn(of, key + 1));
    const keys = after === 0 ? all : all.slice(placeIn(all, after + 1));
    const { shown, descending } = windowOf(keys, { from, at, limit });
    const rows = this.#writer.all(
      `SELECT * FROM ${this.#table} WHERE key IN (SELECT value FROM json_each(?))
       ORDER BY key ${descending ? 'DESC' : 'ASC'}`,
      JSON.stringify(shown),
    );
    return { rows: rows.map(this.#view), total: keys.length, revision };
  }

  /** After rows were removed. */
  forget(): void {
    this.head.forget();
    this.#lists.forget();
  }

  #keys(byHand: boolean, link: string | undefined): readonly number[] {
    const wanted = [
      'key > ?',
      ...(byHand ? ['run_id IS NULL'] : []),
      ...(link === undefined ? [] : ['link = ?']),
    ].join(' AND ');
    return this.#lists.growing(JSON.stringify([byHand, link]), (after) =>
      ascendingKeysOf(
        this.#writer.get(
          `SELECT json_group_array(key) AS keys FROM ${this.#table} WHERE ${wanted}`,
          after,
          ...(link === undefined ? [] : [link]),
        ),
      ),
    );
  }
}

/** Clicks on tracking links on disk. */
export class ClickStore {
  readonly windows: RowWindows<ClickView>;
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.windows = new RowWindows(writer, 'clicks', clickView);
  }

  add(click: Click, link: string, runId: number | null): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      writer.insert(
        'INSERT INTO clicks (change, run_id, link, click) VALUES (?, ?, ?, ?)',
        writer.nextChange(),
        runId,
        link,
        JSON.stringify(click),
      ),
    );
  }

  get(key: number): ClickView | undefined {
    const row = this.#writer.get('SELECT * FROM clicks WHERE key = ?', key);
    return row && clickView(row);
  }
}

/** Inquiries on disk. */
export class InquiryStore {
  readonly windows: RowWindows<InquiryView>;
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.windows = new RowWindows(writer, 'inquiries', inquiryView);
  }

  add(inquiry: Inquiry, runId: number | null): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      writer.insert(
        'INSERT INTO inquiries (change, run_id, inquiry) VALUES (?, ?, ?)',
        writer.nextChange(),
        runId,
        JSON.stringify(inquiry),
      ),
    );
  }

  update(key: number, inquiry: Inquiry): void {
    const writer = this.#writer;
    writer.transaction(() => {
      writer.run(
        'UPDATE inquiries SET change = ?, inquiry = ? WHERE key = ?',
        writer.nextChange(),
        JSON.stringify(inquiry),
        key,
      );
    });
  }

  get(key: number): InquiryView | undefined {
    const row = this.#writer.get('SELECT * FROM inquiries WHERE key = ?', key);
    return row && inquiryView(row);
  }

  ofRun(runId: number): InquiryView[] {
    return this.#writer.all('SELECT * FROM inquiries WHERE run_id = ? ORDER BY key', runId).map(inquiryView);
  }
}

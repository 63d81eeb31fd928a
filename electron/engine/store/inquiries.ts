import type { ListWindow } from '../../../shared/contract/window.ts';
import type { ClickView, InquiryView } from '../../../shared/contract/world.ts';
import type { Inquiry } from '../../../shared/domain/inquiry.ts';
import type { Click } from '../../../shared/domain/link.ts';
import { json, number, orNull, type Row, text } from './activity-rows.ts';
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

/** A window of a table's rows by their keys, filtered by `columns`. */
function windowOf<View>(
  writer: Writer,
  head: StoredHead,
  table: 'clicks' | 'inquiries',
  { key, after, byHand = false, link, from = 'newest', at = 0, limit }: RowsWindow,
  view: (row: Row) => View,
): ListWindow<View> {
  const conditions = [
    ...(key === undefined ? [] : [{ sql: 'key = ?', value: key }]),
    ...(after === undefined ? [] : [{ sql: 'key > ?', value: after }]),
    ...(link === undefined ? [] : [{ sql: 'link = ?', value: link }]),
  ];
  const wanted = [...conditions.map(({ sql }) => sql), ...(byHand ? ['run_id IS NULL'] : [])];
  const where = wanted.length === 0 ? '' : `WHERE ${wanted.join(' AND ')}`;
  const values = conditions.map(({ value }) => value);
  const { total, change } = head.now;
  const rows = writer.all(
    `SELECT * FROM ${table} ${where} ORDER BY key ${from === 'newest' ? 'DESC' : 'ASC'} LIMIT ? OFFSET ?`,
    ...values,
    limit,
    at,
  );
  return {
    rows: rows.map(view),
    total:
      where === ''
        ? total
        : number(writer.get(`SELECT count(*) AS n FROM ${table} ${where}`, ...values)?.n ?? 0),
    revision: change,
  };
}

/** Clicks on tracking links on disk. */
export class ClickStore {
  readonly head: StoredHead;
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.head = new StoredHead(writer, 'clicks');
  }

  add(click: Click, link: string, runId: number | null): number {
    const writer = this.#writer;
    return writer.transaction(() => {
      const change = writer.nextChange();
      const key = writer.insert(
        'INSERT INTO clicks (change, run_id, link, click) VALUES (?, ?, ?, ?)',
        change,
        runId,
        link,
        JSON.stringify(click),
      );
      this.head.added(key, change, runId);
      return key;
    });
  }

  get(key: number): ClickView | undefined {
    const row = this.#writer.get('SELECT * FROM clicks WHERE key = ?', key);
    return row && clickView(row);
  }

  list(window: RowsWindow): ListWindow<ClickView> {
    return windowOf(this.#writer, this.head, 'clicks', window, clickView);
  }
}

/** Inquiries on disk. */
export class InquiryStore {
  readonly head: StoredHead;
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.head = new StoredHead(writer, 'inquiries');
  }

  add(inquiry: Inquiry, runId: number | null): number {
    const writer = this.#writer;
    return writer.transaction(() => {
      const change = writer.nextChange();
      const key = writer.insert(
        'INSERT INTO inquiries (change, run_id, inquiry) VALUES (?, ?, ?)',
        change,
        runId,
        JSON.stringify(inquiry),
      );
      this.head.added(key, change, runId);
      return key;
    });
  }

  update(key: number, inquiry: Inquiry): void {
    const writer = this.#writer;
    writer.transaction(() => {
      const change = writer.nextChange();
      writer.run(
        'UPDATE inquiries SET change = ?, inquiry = ? WHERE key = ?',
        change,
        JSON.stringify(inquiry),
        key,
      );
      this.head.changed(change);
    });
  }

  get(key: number): InquiryView | undefined {
    const row = this.#writer.get('SELECT * FROM inquiries WHERE key = ?', key);
    return row && inquiryView(row);
  }

  ofRun(runId: number): InquiryView[] {
    return this.#writer.all('SELECT * FROM inquiries WHERE run_id = ? ORDER BY key', runId).map(inquiryView);
  }

  list(window: Omit<RowsWindow, 'link'>): ListWindow<InquiryView> {
    return windowOf(this.#writer, this.head, 'inquiries', window, inquiryView);
  }
}

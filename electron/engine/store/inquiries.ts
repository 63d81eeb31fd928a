import type { ClickView, InquiryView } from '../../../shared/contract/world.ts';
import type { Inquiry } from '../../../shared/domain/inquiry.ts';
import type { Click } from '../../../shared/domain/link.ts';
import { json, number, orNull, type Row, text } from './activity-rows.ts';
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

/** Clicks on tracking links on disk. */
export class ClickStore {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
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

  changedAfter(change: number, limit: number): ClickView[] {
    return this.#writer
      .all('SELECT * FROM clicks WHERE change > ? ORDER BY change LIMIT ?', change, limit)
      .map(clickView);
  }
}

/** Inquiries on disk. */
export class InquiryStore {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
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
    writer.transaction(() =>
      writer.run(
        'UPDATE inquiries SET change = ?, inquiry = ? WHERE key = ?',
        writer.nextChange(),
        JSON.stringify(inquiry),
        key,
      ),
    );
  }

  get(key: number): InquiryView | undefined {
    const row = this.#writer.get('SELECT * FROM inquiries WHERE key = ?', key);
    return row && inquiryView(row);
  }

  ofRun(runId: number): InquiryView[] {
    return this.#writer.all('SELECT * FROM inquiries WHERE run_id = ? ORDER BY key', runId).map(inquiryView);
  }

  changedAfter(change: number, limit: number): InquiryView[] {
    return this.#writer
      .all('SELECT * FROM inquiries WHERE change > ? ORDER BY change LIMIT ?', change, limit)
      .map(inquiryView);
  }
}

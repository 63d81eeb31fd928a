import type { ReceiverHistoryWindow } from '../../../shared/contract/activity-lists.ts';
import type { ListWindow } from '../../../shared/contract/window.ts';
import type { Millis } from '../../../shared/domain/time.ts';
import type { ResponseOwner, Told, ToldSpan } from '../../../shared/timeline/receiver-history.ts';
import { number, orNull, type Row, text } from './activity-rows.ts';
import { StoredHead } from './list-head.ts';
import type { Writer } from './writer.ts';

function toldSpan(row: Row): ToldSpan {
  return {
    id: number(row.id),
    runId: orNull(row.run_id),
    owner: text(row.owner) as ResponseOwner,
    kind: text(row.kind) as ToldSpan['kind'],
    text: text(row.text),
    sentence: text(row.sentence),
    from: number(row.from_at),
    to: orNull(row.to_at),
    requests: orNull(row.requests),
    realFrom: orNull(row.real_from),
    realTo: orNull(row.real_to),
  };
}

/** The last thing known of the clock of a span that nobody ended. */
const LAST_SENT = `(SELECT max(a.sent_at) FROM deliveries d JOIN attempts a ON a.delivery_id = d.id
  WHERE d.run_id IS receiver_history.run_id)`;

/** The last thing known of real time. */
const LAST_CAPTURED = '(SELECT real_at FROM captures ORDER BY id DESC LIMIT 1)';

/** One moment, on a clock of the simulator and in real time. */
export interface Moment {
  at: Millis;
  realAt: Millis;
}

/** What the receiver was told, on disk: a row for each span on each clock that ran meanwhile. */
export class ReceiverHistoryStore {
  readonly head: StoredHead;
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.head = new StoredHead(writer, 'receiver_history');
  }

  /** Begins a span; returns its id. */
  begin(runId: number | null, { at, realAt }: Moment, { owner, kind, text: told, sentence }: Told): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      writer.insert(
        'INSERT INTO receiver_history (change, run_id, owner, kind, text, sentence, from_at, real_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        writer.nextChange(),
        runId,
        owner,
        kind,
        told,
        sentence,
        at,
        realAt,
      ),
    );
  }

  end(id: number, { at, realAt }: Moment, requests: number): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        'UPDATE receiver_history SET change = ?, to_at = max(from_at, ?), real_to = max(real_from, ?), requests = ? WHERE id = ?',
        writer.nextChange(),
        at,
        realAt,
        requests,
        id,
      ),
    );
  }

  /** After a restart: what was left open ended with the last attempt on its clock, as far as anybody knows. */
  recover(): void {
    const writer = this.#writer;
    if (writer.get('SELECT 1 FROM receiver_history WHERE to_at IS NULL LIMIT 1') === undefined) return;
    writer.transaction(() =>
      writer.run(
        `UPDATE receiver_history SET change = ?, to_at = max(from_at, coalesce(${LAST_SENT}, from_at)),
          real_to = max(real_from, coalesce(${LAST_CAPTURED}, real_from)) WHERE to_at IS NULL`,
        writer.nextChange(),
      ),
    );
  }

  /** The spans that touch a stretch of time on one clock, or on any, the newest first. */
  list({ run, from, to, realFrom, realTo, at, limit }: ReceiverHistoryWindow): ListWindow<ToldSpan> {
    const conditions = [
      { text: 'run_id IS ?', value: run },
      { text: '(to_at IS NULL OR to_at >= ?)', value: from },
      { text: 'from_at <= ?', value: to },
      { text: '(real_to >= ? OR (to_at IS NULL AND real_from IS NOT NULL))', value: realFrom },
      { text: 'real_from <= ?', value: realTo },
    ].flatMap(({ text: condition, value }) => (value === undefined ? [] : [{ condition, value }]));
    const where = ['TRUE', ...conditions.map(({ condition }) => condition)].join(' AND ');
    const values = conditions.map(({ value }) => value);
    const rows = this.#writer.all(
      `SELECT * FROM receiver_history WHERE ${where} ORDER BY id DESC LIMIT ? OFFSET ?`,
      ...values,
      limit,
      at,
    );
    const total = this.#writer.get(`SELECT count(*) AS n FROM receiver_history WHERE ${where}`, ...values);
    return { rows: rows.map(toldSpan), total: number(total?.n), revision: this.head.now.change };
  }

  /** Removes what is over. */
  clear(): void {
    this.#writer.run('DELETE FROM receiver_history WHERE to_at IS NOT NULL');
    this.head.forget();
  }
}

import type { CaptureTotal } from '../../../shared/contract/captures.ts';
import { text } from './activity-rows.ts';
import type { Connection, Row } from './connection.ts';

/** Bytes that a capture keeps: head, body and response as they were on the wire. */
export const SIZE = 'length(head) + length(body) + coalesce(length(answer), 0)';

const totalOf = ({ endpoint, captures, bytes, dropped }: Row): CaptureTotal => ({
  endpoint: text(endpoint),
  captures: Number(captures),
  bytes: Number(bytes),
  dropped: Number(dropped),
});

/**
 * How many captures each endpoint has and how many bytes, stored with the captures in the same transactions, and how many
 * retention dropped there. Imported captures count under the endpoint ''.
 */
export class CaptureTotals {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All endpoints that have or had captures; none for a store of a version without totals, which is only read. */
  read(): CaptureTotal[] {
    const there = this.#connection.get("SELECT 1 FROM sqlite_master WHERE name = 'capture_totals'");
    if (there === undefined) return [];
    const sql = 'SELECT * FROM capture_totals WHERE captures > 0 OR dropped > 0 ORDER BY endpoint';
    return this.#connection.all(sql).map(totalOf);
  }

  /** Call it after captures are written, within their transaction. */
  added(endpoint: string, captures: number, bytes: number): void {
    this.#add({ endpoint, captures, bytes, dropped: 0 });
  }

  /** Call it before captures are removed, within their transaction; `dropped` if retention does it. */
  removing(ids: readonly number[], { dropped }: { dropped: boolean }): void {
    const rows = this.#connection.all(
      `SELECT endpoint, count(*) AS captures, sum(${SIZE}) AS bytes, 0 AS dropped FROM captures
       WHERE id IN (SELECT value FROM json_each(?)) GROUP BY endpoint`,
      JSON.stringify(ids),
    );
    for (const { endpoint, captures, bytes } of rows.map(totalOf))
      this.#add({ endpoint, captures: -captures, bytes: -bytes, dropped: dropped ? captures : 0 });
  }

  /** Call it after the captures up to an id are gone from view, in the same transaction. Returns what there was of these. */
  cleared(upTo: number): CaptureTotal[] {
    const before = this.read();
    this.#connection.run('DELETE FROM capture_totals');
    this.#connection.run(
      `INSERT INTO capture_totals SELECT endpoint, count(*), sum(${SIZE}), 0 FROM captures WHERE id > ? GROUP BY endpoint`,
      upTo,
    );
    const left = new Map(this.read().map((total) => [total.endpoint, total]));
    return before.map(({ endpoint, captures, bytes, dropped }) => ({
      endpoint,
      captures: captures - (left.get(endpoint)?.captures ?? 0),
      bytes: bytes - (left.get(endpoint)?.bytes ?? 0),
      dropped,
    }));
  }

  /** Takes `cleared` back. */
  restored(totals: readonly CaptureTotal[]): void {
    for (const total of totals) this.#add(total);
  }

  #add({ endpoint, captures, bytes, dropped }: CaptureTotal): void {
    this.#connection.run(
      `INSERT INTO capture_totals VALUES (?1, ?2, ?3, ?4) ON CONFLICT (endpoint) DO UPDATE SET
       captures = captures + ?2, bytes = bytes + ?3, dropped = dropped + ?4`,
      endpoint,
      captures,
      bytes,
      dropped,
    );
  }
}

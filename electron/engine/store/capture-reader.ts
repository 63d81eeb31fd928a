import type { DatabaseSync } from 'node:sqlite';
import type { Capture, CaptureSummary } from '../../../shared/contract/captures.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import {
  captureOf,
  type DetailRow,
  type SummaryRow,
  type SummarySource,
  summaryOf,
  summarySource,
} from './capture-rows.ts';
import { Connection } from './connection.ts';

/** Reads captures by their ids; those that are cleared are not there. Also reads older stores. */
export abstract class CaptureReader {
  protected readonly database: DatabaseSync;
  protected readonly connection: Connection;
  protected readonly source: SummarySource;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.connection = Connection.of(database);
    this.source = summarySource(database);
  }

  /** Captures up to this id are cleared. */
  abstract get floor(): number;

  /** One capture with at most `bodyLimit` bytes of its body; undefined if there is none with this id. */
  get(id: number, bodyLimit: number): Capture | undefined {
    if (id <= this.floor) return undefined;
    const row = this.connection
      .statement(
        `SELECT ${this.source.columns}, c.http_version, c.note, ${this.source.rule}, c.answer, c.head,
        length(c.body) AS kept_length, coalesce(substr(c.body, 1, $limit), x'') AS body ${this.source.from} WHERE c.id = $id`,
      )
      .get({ $id: id, $limit: bodyLimit });
    return row === undefined ? undefined : captureOf(row as unknown as DetailRow);
  }

  /** Captures after an id, oldest first. */
  after(id: number, limit: number): CaptureSummary[] {
    const rows = this.connection
      .statement(
        `SELECT ${this.source.columns} ${this.source.from} WHERE c.id > $id ORDER BY c.id LIMIT $limit`,
      )
      .all({
        $id: Math.max(id, this.floor),
        $limit: limit,
      });
    return (rows as unknown as SummaryRow[]).map(summaryOf);
  }

  /** The captures with these ids, oldest first, without those that are gone. */
  summaries(ids: readonly number[]): CaptureSummary[] {
    const rows = this.connection
      .statement(
        `SELECT ${this.source.columns} ${this.source.from} WHERE c.id IN (SELECT value FROM json_each($ids)) ORDER BY c.id`,
      )
      .all({ $ids: JSON.stringify(this.visible(ids)) });
    return (rows as unknown as SummaryRow[]).map(summaryOf);
  }

  /** Ids of the captures of these attempts, whose delivery has changed. */
  idsOfAttempts(attemptIds: readonly number[]): readonly number[] {
    const rows = this.connection
      .statement(
        'SELECT id FROM captures WHERE attempt_id IN (SELECT value FROM json_each($ids)) ORDER BY id',
      )
      .all({ $ids: JSON.stringify(attemptIds) });
    return this.visible((rows as unknown as { id: number }[]).map((row) => row.id));
  }

  /** Which attempt of a delivery it was, and the event it is of; null for an attempt that the store does not have. */
  deliveryOfAttempt(attemptId: number): { attempt: number; event: WorldEvent } | null {
    const row = this.connection
      .statement(
        'SELECT a.number, d.event FROM attempts a JOIN deliveries d ON d.id = a.delivery_id WHERE a.id = ?',
      )
      .get(attemptId);
    return row === undefined ? null : { attempt: Number(row.number), event: String(row.event) as WorldEvent };
  }

  /**
   * Ids of all captures, oldest first, one at a time, or of the newest `limit`. For reading everything without keeping it
   * in memory.
   */
  *ids({ limit }: { limit?: number | undefined } = {}): Generator<number> {
    const sql =
      limit === undefined
        ? 'SELECT id FROM captures WHERE id > $floor ORDER BY id'
        : 'SELECT id FROM (SELECT id FROM captures WHERE id > $floor ORDER BY id DESC LIMIT $limit) ORDER BY id';
    const which = { $floor: this.floor, ...(limit !== undefined && { $limit: limit }) };
    for (const row of this.database.prepare(sql).iterate(which)) {
      yield (row as unknown as { id: number }).id;
    }
  }

  /** The first captures between two ids, these included, ascending. */
  idsBetween(from: number, through: number, limit: number): number[] {
    const rows = this.connection
      .statement('SELECT id FROM captures WHERE id BETWEEN $from AND $through ORDER BY id LIMIT $limit')
      .all({ $from: Math.max(from, this.floor + 1), $through: through, $limit: limit });
    return rows.map(({ id }) => Number(id));
  }

  /** Without those that are cleared. */
  protected visible(ids: readonly number[]): readonly number[] {
    const { floor } = this;
    return floor === 0 ? ids : ids.filter((id) => id > floor);
  }
}

import {
  type CaptureMark,
  type MarkChange,
  markAfter,
  NO_MARK,
} from '../../../shared/receiver/capture-mark.ts';
import { text } from './activity-rows.ts';
import type { Connection } from './connection.ts';

/** The counter of changes to marks; results that depend on marks are kept only while it is the same. */
export const MARKS_REVISION = 'capture_marks';

/** A mark as SQLite gives it; all null for a capture without one. */
export interface MarkRow {
  pinned: number | null;
  mark_note: string | null;
  labels: string | null;
}

export const markOf = ({ pinned, mark_note: note, labels }: MarkRow): CaptureMark | null =>
  pinned === null
    ? null
    : { pinned: pinned === 1, note: note ?? '', labels: JSON.parse(labels ?? '[]') as string[] };

/** Captures that have the same mark. */
export interface MarkedCaptures {
  ids: number[];
  mark: CaptureMark;
}

/** What the user pinned, wrote and labeled, by the number of the capture. A capture without a row has none of it. */
export class CaptureMarks {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Changes the marks of captures, leaving out those that are not there, and returns what they were before, in a form
   * that `restore` takes. Call it within a transaction.
   */
  change(ids: readonly number[], change: MarkChange): MarkedCaptures[] {
    const before = this.#of(ids);
    for (const { ids: same, mark } of before) this.#set(same, markAfter(mark, change));
    this.#count();
    return before;
  }

  /** Sets marks to what they were; captures that are gone stay gone. Call it within a transaction. */
  restore(marks: readonly MarkedCaptures[]): void {
    for (const { ids, mark } of marks) this.#set(ids, mark);
    this.#count();
  }

  /** Call it after captures are removed, within their transaction: those between two ids. */
  removedBetween(from: number, through: number): void {
    this.#connection.run('DELETE FROM capture_marks WHERE capture_id BETWEEN ? AND ?', from, through);
  }

  /** The same for single captures. */
  removed(ids: readonly number[]): void {
    this.#connection.run(
      'DELETE FROM capture_marks WHERE capture_id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
  }

  /** The labels of captures above an id, with how many have each, the most frequent first. */
  labels(floor: number): { label: string; captures: number }[] {
    const rows = this.#connection.all(
      `SELECT min(l.value) AS label, count(*) AS captures FROM capture_marks m, json_each(m.labels) l
       WHERE m.capture_id > ? GROUP BY lower_unicode(l.value) ORDER BY captures DESC, label`,
      floor,
    );
    return rows.map(({ label, captures }) => ({ label: text(label), captures: Number(captures) }));
  }

  /** The captures that exist, by their marks. */
  #of(ids: readonly number[]): MarkedCaptures[] {
    const rows = this.#connection.all(
      `SELECT m.pinned, m.note AS mark_note, m.labels, json_group_array(c.id) AS ids
       FROM json_each(?) asked JOIN captures c ON c.id = asked.value
       LEFT JOIN capture_marks m ON m.capture_id = c.id GROUP BY 1, 2, 3`,
      JSON.stringify(ids),
    );
    return rows.map((row) => ({
      ids: JSON.parse(text(row.ids)) as number[],
      mark: markOf(row as unknown as MarkRow) ?? NO_MARK,
    }));
  }

  #set(ids: readonly number[], { pinned, note, labels }: CaptureMark): void {
    const list = JSON.stringify(ids);
    if (!pinned && note === '' && labels.length === 0) {
      this.removed(ids);
      return;
    }
    this.#connection.run(
      `INSERT OR REPLACE INTO capture_marks (capture_id, pinned, note, labels)
       SELECT id, ?, ?, ? FROM captures WHERE id IN (SELECT value FROM json_each(?))`,
      pinned ? 1 : 0,
      note,
      JSON.stringify(labels),
      list,
    );
  }

  #count(): void {
    this.#connection.run('UPDATE counters SET value = value + 1 WHERE name = ?', MARKS_REVISION);
  }
}

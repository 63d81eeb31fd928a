import type { Action, LedgerEntry } from '../../../shared/domain/action.ts';
import { nextDate } from '../../../shared/domain/action-dates.ts';
import type { ActionRow, ActionView } from '../../../shared/domain/action-view.ts';
import { ACTION_COLUMNS, actionOf, restOf, termsOf } from './action-parts.ts';
import { ACTION_ROW, actionRow, json, number, orNull, type Row } from './activity-rows.ts';
import { DistinctJson } from './distinct-json.ts';
import { type ActionTerms, readTerms } from './stored-json.ts';
import type { Writer } from './writer.ts';

const INSERT = `INSERT INTO actions (status, amount, payout, cleared, next_date, id, program_id, program_name, event_type,
  currency, order_id, sub_id1, shared_id, event_date, locking_date, entries, change, run_id, updated_at, terms_id, action, ledger)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `UPDATE actions SET status = ?, amount = ?, payout = ?, cleared = ?, next_date = ?, change = ?, updated_at = ?,
  entries = entries + 1, terms_id = ?, action = ?, ledger = json_insert(ledger, '$[#]', json(?)) WHERE key = ?`;

/** An action with its ledger as last stored, without the effects of dates since then. */
export type StoredAction = Omit<ActionView, 'next'>;

/** Actions and their ledgers on disk. */
export class ActionStore {
  readonly #writer: Writer;
  readonly #terms: DistinctJson<ActionTerms>;

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#terms = new DistinctJson(writer, 'action_terms', readTerms);
  }

  /** Stores a new action with the first entry of its ledger; returns its key. */
  add(action: Action, entry: LedgerEntry, runId: number | null): number {
    const writer = this.#writer;
    const { program, eventType, tracking } = action;
    return writer.transaction(() => {
      const added = writer
        .statement(INSERT)
        .run(
          action.status,
          action.amount,
          action.payout,
          action.clearedDate === null ? 0 : 1,
          nextDate(action),
          action.id,
          program.id,
          program.name,
          eventType.name,
          program.currency,
          tracking.orderId,
          tracking.subId1,
          tracking.sharedId,
          action.eventDate,
          action.lockingDate,
          writer.nextChange(),
          runId,
          entry.at,
          this.#terms.idOf(termsOf(action)),
          restOf(action),
          `[${JSON.stringify(entry)}]`,
        );
      return Number(added.lastInsertRowid);
    });
  }

  /**
   * Stores the new state of an action with the ledger entry of the change. Its id, its dates of the event and of
   * locking, its order and sub ids stay as it was added: nothing changes them.
   */
  update(key: number, action: Action, entry: LedgerEntry): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer
        .statement(UPDATE)
        .run(
          action.status,
          action.amount,
          action.payout,
          action.clearedDate === null ? 0 : 1,
          nextDate(action),
          writer.nextChange(),
          entry.at,
          this.#terms.idOf(termsOf(action)),
          restOf(action),
          JSON.stringify(entry),
          key,
        ),
    );
  }

  /** An action with its ledger as last stored; undefined if it is gone. */
  get(key: number): StoredAction | undefined {
    const row = this.#writer.get('SELECT * FROM actions WHERE key = ?', key);
    return (
      row && {
        key: number(row.key),
        change: number(row.change),
        runId: orNull(row.run_id),
        action: this.#action(row),
        ledger: json<LedgerEntry[]>(row.ledger),
        updatedAt: number(row.updated_at),
      }
    );
  }

  /** An action with the length of its ledger, as a command needs it. */
  stored(key: number): { action: Action; runId: number | null; entries: number } | undefined {
    const row = this.#writer.get(`SELECT run_id, entries, ${ACTION_COLUMNS} FROM actions WHERE key = ?`, key);
    return (
      row && {
        action: this.#action(row),
        runId: orNull(row.run_id),
        entries: number(row.entries),
      }
    );
  }

  /** Removes all, and returns how many there were. Inside a transaction. */
  clear(): number {
    const removed = Number(this.#writer.run('DELETE FROM actions').changes);
    this.#writer.run('DELETE FROM action_terms');
    this.#terms.forget();
    return removed;
  }

  ofRun(runId: number): ActionRow[] {
    return this.#writer
      .all(`SELECT ${ACTION_ROW} FROM actions WHERE run_id = ? ORDER BY key`, runId)
      .map(actionRow);
  }

  /** The next date that changes an action of a run, or of manual work; null if there is none. */
  nextDate(runId: number | null): number | null {
    return orNull(
      this.#writer.get(
        'SELECT min(next_date) AS next FROM actions WHERE run_id IS ? AND next_date IS NOT NULL',
        runId,
      )?.next,
    );
  }

  /** Keys of the actions with a date up to a time, earliest first; at most `limit`, or all for -1. */
  due(runId: number | null, at: number, limit: number): number[] {
    return this.#writer
      .all(
        'SELECT key FROM actions WHERE run_id IS ? AND next_date IS NOT NULL AND next_date <= ? ORDER BY next_date, key LIMIT ?',
        runId,
        at,
        limit,
      )
      .map(({ key }) => number(key));
  }

  #action(row: Row): Action {
    return actionOf(row, this.#terms.get(number(row.terms_id)));
  }
}

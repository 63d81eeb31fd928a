import type { Action, LedgerEntry } from '../../../shared/domain/action.ts';
import { nextDate } from '../../../shared/domain/action-dates.ts';
import type { ActionRow, ActionView } from '../../../shared/domain/action-view.ts';
import { ACTION_ROW, actionRow, json, number, orNull } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** What the columns of an action say, in the order of the statements below. */
function columnsOf(action: Action) {
  const { program, eventType, tracking } = action;
  return [
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
  ] as const;
}

/** An action with its ledger as it was last written; what its dates have done since is not in it. */
export type StoredAction = Omit<ActionView, 'next'>;

/** Actions with their ledgers on disk. */
export class ActionStore {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Stores a new action with the first line of its ledger; returns its key. */
  add(action: Action, entry: LedgerEntry, runId: number | null): number {
    const writer = this.#writer;
    return writer.transaction(() =>
      writer.insert(
        `INSERT INTO actions (status, amount, payout, cleared, next_date, id, program_id, program_name, event_type, currency,
           order_id, sub_id1, shared_id, event_date, locking_date, entries, change, run_id, updated_at, action, ledger)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?)`,
        ...columnsOf(action),
        writer.nextChange(),
        runId,
        entry.at,
        JSON.stringify(action),
        `[${JSON.stringify(entry)}]`,
      ),
    );
  }

  /** Stores what an action has become, and the line of its ledger that says how. */
  update(key: number, action: Action, entry: LedgerEntry): void {
    const writer = this.#writer;
    const [status, amount, payout, cleared, next] = columnsOf(action);
    writer.transaction(() =>
      writer.run(
        `UPDATE actions SET status = ?, amount = ?, payout = ?, cleared = ?, next_date = ?, change = ?, updated_at = ?,
           entries = entries + 1, action = ?, ledger = json_insert(ledger, '$[#]', json(?)) WHERE key = ?`,
        status,
        amount,
        payout,
        cleared,
        next,
        writer.nextChange(),
        entry.at,
        JSON.stringify(action),
        JSON.stringify(entry),
        key,
      ),
    );
  }

  /** All of an action as it was last written; undefined when it is gone. */
  get(key: number): StoredAction | undefined {
    const row = this.#writer.get('SELECT * FROM actions WHERE key = ?', key);
    return (
      row && {
        key: number(row.key),
        change: number(row.change),
        runId: orNull(row.run_id),
        action: json<Action>(row.action),
        ledger: json<LedgerEntry[]>(row.ledger),
        updatedAt: number(row.updated_at),
      }
    );
  }

  /** An action without its ledger, of which it tells the number of lines: what a command begins with. */
  stored(key: number): { action: Action; runId: number | null; entries: number } | undefined {
    const row = this.#writer.get('SELECT run_id, entries, action FROM actions WHERE key = ?', key);
    return (
      row && {
        action: json<Action>(row.action),
        runId: orNull(row.run_id),
        entries: number(row.entries),
      }
    );
  }

  ofRun(runId: number): ActionRow[] {
    return this.#writer
      .all(`SELECT ${ACTION_ROW} FROM actions WHERE run_id = ? ORDER BY key`, runId)
      .map(actionRow);
  }

  /** The earliest date that does something to an action of a run, or of work by hand; null when there is none. */
  nextDate(runId: number | null): number | null {
    return orNull(
      this.#writer.get(
        'SELECT min(next_date) AS next FROM actions WHERE run_id IS ? AND next_date IS NOT NULL',
        runId,
      )?.next,
    );
  }

  /** Keys of those actions whose date has come by a time, the earliest first; at most `limit`, all of them for -1. */
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
}

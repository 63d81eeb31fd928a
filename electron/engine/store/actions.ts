import { type Action, type LedgerEntry, legalTransitions, settle } from '../../../shared/domain/action.ts';
import type { ActionRow, ActionView } from '../../../shared/domain/action-view.ts';
import { json, number, orNull, type Row, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The columns of a list; the action itself and its ledger stay unread. */
const ROW =
  'key, change, run_id, updated_at, id, program_id, program_name, event_type, status, amount, payout, currency, order_id, sub_id1, shared_id, event_date, locking_date, cleared, entries';

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

/** When the calendar does something to an action next: it locks, then it clears. */
function nextDate(action: Action): number | null {
  if (action.status === 'PENDING') return action.lockingDate;
  return action.status === 'APPROVED' && action.clearedDate === null ? action.clearingDate : null;
}

/** Actions with their ledgers on disk. */
export class ActionStore {
  readonly #writer: Writer;
  /** The clock in force for the actions of a run, or for those by hand. */
  readonly #now: (runId: number | null) => number;

  constructor(writer: Writer, now: (runId: number | null) => number) {
    this.#writer = writer;
    this.#now = now;
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

  /** All of an action, as the calendar has left it on the clock in force; undefined when it is gone. */
  get(key: number): ActionView | undefined {
    const row = this.#writer.get('SELECT * FROM actions WHERE key = ?', key);
    if (row === undefined) return undefined;
    const runId = orNull(row.run_id);
    const now = this.#now(runId);
    const stored = json<Action>(row.action);
    const settled = settle(stored, now);
    const ledger = json<LedgerEntry[]>(row.ledger);
    return {
      key: number(row.key),
      change: number(row.change),
      runId,
      action: settled?.action ?? stored,
      ledger: settled === undefined ? ledger : [...ledger, settled.entry],
      next: legalTransitions(stored, now),
      updatedAt: settled?.entry.at ?? number(row.updated_at),
    };
  }

  /** As `get`, without what the calendar has done since: what a command begins with. */
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

  /** Rows that changed after a number, in the order of their changes. */
  changedAfter(change: number, limit: number): ActionRow[] {
    return this.#writer
      .all(`SELECT ${ROW} FROM actions WHERE change > ? ORDER BY change LIMIT ?`, change, limit)
      .map((row) => this.#row(row));
  }

  ofRun(runId: number): ActionRow[] {
    return this.#writer
      .all(`SELECT ${ROW} FROM actions WHERE run_id = ? ORDER BY key`, runId)
      .map((row) => this.#row(row));
  }

  /** The next moment at which the calendar does something to an action by hand. */
  nextDate(): number | null {
    return orNull(
      this.#writer.get(
        'SELECT min(next_date) AS next FROM actions WHERE run_id IS NULL AND next_date IS NOT NULL',
      )?.next,
    );
  }

  /** Keys of actions by hand to which the calendar has something to do up to a time, the oldest first. */
  dueByHand(at: number): number[] {
    return this.#writer
      .all(
        'SELECT key FROM actions WHERE run_id IS NULL AND next_date IS NOT NULL AND next_date <= ? ORDER BY next_date, key',
        at,
      )
      .map(({ key }) => number(key));
  }

  /** Keys of a run's actions that have locked by a time, and are stored as pending. */
  lockedInRun(runId: number, at: number): number[] {
    return this.#writer
      .all(
        "SELECT key FROM actions WHERE run_id = ? AND status = 'PENDING' AND locking_date <= ? ORDER BY key",
        runId,
        at,
      )
      .map(({ key }) => number(key));
  }

  #row(row: Row): ActionRow {
    const runId = orNull(row.run_id);
    const lockingDate = number(row.locking_date);
    const locked = row.status === 'PENDING' && lockingDate <= this.#now(runId);
    return {
      key: number(row.key),
      change: number(row.change),
      runId,
      id: text(row.id),
      programId: text(row.program_id),
      programName: text(row.program_name),
      eventType: text(row.event_type),
      status: locked ? 'APPROVED' : (text(row.status) as ActionRow['status']),
      amount: number(row.amount),
      payout: number(row.payout),
      currency: text(row.currency),
      orderId: text(row.order_id),
      subId1: text(row.sub_id1),
      sharedId: text(row.shared_id),
      eventDate: number(row.event_date),
      lockingDate,
      cleared: number(row.cleared) === 1,
      entries: number(row.entries) + (locked ? 1 : 0),
      updatedAt: locked ? lockingDate : number(row.updated_at),
    };
  }
}

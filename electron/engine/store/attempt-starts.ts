import type { DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import { number } from './activity-rows.ts';
import { readStarts, type StoredStart } from './stored-json.ts';
import type { Writer } from './writer.ts';

/** An attempt that may have been sent and has not ended. */
export interface StartedAttempt extends DeliveryAttempt {
  id: number;
}

interface Started extends StartedAttempt {
  group: Group;
  /** Whether it has its own row in `attempts`. */
  shown: boolean;
}

/** The open attempts of one group that was stored together, by id. */
interface Group {
  id: number;
  open: Map<number, Started>;
}

/**
 * Attempts that are about to leave or in flight, stored before they leave. Attempts of one moment share a row: most end
 * before anybody could look, and then get their own row in `attempts`, written once. After an engine was killed, attempts
 * of a shared row that had ended are in `attempts`, too.
 */
export class AttemptStarts {
  readonly #writer: Writer;
  readonly #open = new Map<number, Started>();
  #lastId: number;

  constructor(writer: Writer) {
    this.#writer = writer;
    const used = writer.get("SELECT value FROM counters WHERE name = 'last_attempt'")?.value;
    const newest = writer.get('SELECT max(id) AS id FROM attempts')?.id;
    const started = this.leftBehind().map(({ id }) => id);
    this.#lastId = Math.max(number(used), number(newest), ...started);
  }

  /** Stores attempts before they leave; returns their ids in the same order. Inside a transaction. */
  add(attempts: readonly DeliveryAttempt[]): number[] {
    const group: Group = { id: this.#lastId + 1, open: new Map() };
    const ids = attempts.map(({ deliveryId, start }) => {
      this.#lastId += 1;
      const started = { id: this.#lastId, deliveryId, start, group, shown: false };
      this.#open.set(started.id, started);
      group.open.set(started.id, started);
      return started.id;
    });
    if (ids.length > 0) this.#store(group, 'INSERT INTO starts (attempts, requests, id) VALUES (?, ?, ?)');
    return ids;
  }

  /** An open attempt; undefined if it has ended or was cleared. */
  get(id: number): StartedAttempt | undefined {
    return this.#open.get(id);
  }

  /** Records that an attempt has its own row from now on; returns whether it had none before. */
  show(id: number): boolean {
    const started = this.#open.get(id);
    if (started === undefined || started.shown) return false;
    started.shown = true;
    return true;
  }

  /** Removes an attempt that has ended; returns whether it has its own row. Inside a transaction. */
  end(id: number): boolean {
    const started = this.#open.get(id);
    if (started === undefined) return false;
    const { group } = started;
    this.#open.delete(id);
    group.open.delete(id);
    if (group.open.size === 0) this.#writer.run('DELETE FROM starts WHERE id = ?', group.id);
    return started.shown;
  }

  /** Removes stored attempts that did not leave. Inside a transaction. */
  remove(ids: readonly number[]): void {
    const touched = new Set<Group>();
    for (const id of ids) {
      const group = this.#open.get(id)?.group;
      this.end(id);
      if (group !== undefined && group.open.size > 0) touched.add(group);
    }
    for (const group of touched)
      this.#store(group, 'UPDATE starts SET attempts = ?, requests = ? WHERE id = ?');
  }

  /** Removes everything; ids are not reused. Inside a transaction. */
  clear(): void {
    this.#open.clear();
    this.#writer.run('DELETE FROM starts');
    this.#writer.run("INSERT OR REPLACE INTO counters VALUES ('last_attempt', ?)", this.#lastId);
  }

  /** Every attempt that an earlier engine left behind as started, including those that have ended. */
  leftBehind(): StartedAttempt[] {
    return this.#writer.all('SELECT attempts, requests FROM starts ORDER BY id').flatMap((row) => {
      const requests = Buffer.from(row.requests as Uint8Array);
      let at = 0;
      return readStarts(row.attempts).map(
        ([
          id,
          deliveryId,
          nth,
          dueAt,
          sentAt,
          rateWaitMs,
          maintenanceWaitMs,
          intended,
          origin,
          length,
          secrets = [],
        ]) => {
          const bytes = requests.subarray(at, at + length);
          at += length;
          const start = {
            number: nth,
            dueAt,
            sentAt,
            rateWaitMs,
            maintenanceWaitMs,
            intended,
            origin,
            bytes,
            secrets,
          };
          return { id, deliveryId, start };
        },
      );
    });
  }

  #store(group: Group, statement: string): void {
    const open = [...group.open.values()];
    const entries = open.map(
      ({ id, deliveryId, start }): StoredStart => [
        id,
        deliveryId,
        start.number,
        start.dueAt,
        start.sentAt,
        start.rateWaitMs,
        start.maintenanceWaitMs,
        start.intended,
        start.origin,
        start.bytes.length,
        [...start.secrets],
      ],
    );
    const requests = Buffer.concat(open.map(({ start }) => start.bytes));
    this.#writer.run(statement, JSON.stringify(entries), requests, group.id);
  }
}

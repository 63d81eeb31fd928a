import type { DeliveryAttempt } from '../../../shared/delivery/attempt.ts';
import { number } from './activity-rows.ts';
import { readStarts, type StoredStart } from './stored-json.ts';
import type { Writer } from './writer.ts';

/** An attempt that may have left and has not ended. */
export interface StartedAttempt extends DeliveryAttempt {
  id: number;
}

interface Started extends StartedAttempt {
  group: Group;
  /** Whether it has a row of its own in `attempts` already. */
  shown: boolean;
}

/** Attempts that were stored together, by their id, as far as they are open. */
interface Group {
  id: number;
  open: Map<number, Started>;
}

/**
 * Attempts that are about to leave or under way, on disk before they leave. Those of one moment are one row: most
 * are over before anybody could look, and then get a row in `attempts` of their own, once. In a row that was left
 * behind by an engine that was killed, those that have ended are in `attempts` too.
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

  /** Stores attempts before they leave; gives their ids, in the same order. Inside a transaction. */
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

  /** An attempt that is open; undefined when it has ended, or was cleared away. */
  get(id: number): StartedAttempt | undefined {
    return this.#open.get(id);
  }

  /** Says that an attempt has a row of its own from now on; whether it had none before. */
  show(id: number): boolean {
    const started = this.#open.get(id);
    if (started === undefined || started.shown) return false;
    started.shown = true;
    return true;
  }

  /** Takes an attempt out that has ended; whether it has a row of its own. Inside a transaction. */
  end(id: number): boolean {
    const started = this.#open.get(id);
    if (started === undefined) return false;
    const { group } = started;
    this.#open.delete(id);
    group.open.delete(id);
    if (group.open.size === 0) this.#writer.run('DELETE FROM starts WHERE id = ?', group.id);
    return started.shown;
  }

  /** Removes attempts that were to leave and did not. Inside a transaction. */
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

  /** Forgets all, and that ids up to now were used. Inside a transaction. */
  clear(): void {
    this.#open.clear();
    this.#writer.run('DELETE FROM starts');
    this.#writer.run("INSERT OR REPLACE INTO counters VALUES ('last_attempt', ?)", this.#lastId);
  }

  /** What the store has as started, also what has ended meanwhile: what an engine before this one left behind. */
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

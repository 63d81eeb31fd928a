import { DELIVERY_STATES } from '../../../shared/delivery/outcome.ts';
import { BY_HAND, NO_DELIVERIES, type Tally } from '../../../shared/delivery/tally.ts';
import { json, number, orNull } from './activity-rows.ts';
import type { Writer } from './writer.ts';

const CODE_SQL = `CASE state ${DELIVERY_STATES.map((state, index) => `WHEN '${state}' THEN ${index + 1}`).join(' ')} END`;

/**
 * How many deliveries of each run stand where. Counted once when somebody first asks; from then on only what changed is
 * read, for which the state of each delivery is kept in a byte.
 */
export class DeliveryTallies {
  readonly #writer: Writer;
  readonly #tallies = new Map<number, { tally: Record<keyof Tally, number>; change: number }>();
  /** By the id of a delivery: the place of its state from 1 on, 0 for one that is not counted. */
  #states = new Uint8Array(0);
  #counted: number | undefined;

  constructor(writer: Writer) {
    this.#writer = writer;
    writer.onRollback(() => this.forget());
  }

  /** The tallies of runs with a delivery that changed after a number; of work by hand under BY_HAND. */
  changedAfter(change: number): [run: number, tally: Tally][] {
    this.#count();
    return [...this.#tallies]
      .filter(([, { change: latest }]) => latest > change)
      .map(([run, { tally }]) => [run, { ...tally }]);
  }

  /** After rows were removed, or writes taken back. */
  forget(): void {
    this.#tallies.clear();
    this.#states = new Uint8Array(0);
    this.#counted = undefined;
  }

  #count(): void {
    const counted = this.#counted;
    this.#counted = this.#writer.change;
    if (counted === undefined) {
      // As three arrays: that many rows one by one would take several times as long.
      const all = this.#writer.get(
        `SELECT json_group_array(id) AS ids, json_group_array(run_id) AS runs, json_group_array(${CODE_SQL}) AS codes
         FROM deliveries`,
      )!;
      const runs = json<(number | null)[]>(all.runs);
      const codes = json<number[]>(all.codes);
      for (const [at, id] of json<number[]>(all.ids).entries())
        this.#take(id, runs[at] ?? null, codes[at]!, this.#counted);
      return;
    }
    const changed = this.#writer.all(
      `SELECT id, run_id, ${CODE_SQL} AS code, change FROM deliveries WHERE change > ?`,
      counted,
    );
    for (const { id, run_id, code, change } of changed)
      this.#take(number(id), orNull(run_id), number(code), number(change));
  }

  #take(id: number, runId: number | null, code: number, change: number): void {
    const run = runId ?? BY_HAND;
    if (id >= this.#states.length) {
      const states = new Uint8Array(Math.max(1024, id * 2));
      states.set(this.#states);
      this.#states = states;
    }
    let of = this.#tallies.get(run);
    if (of === undefined) {
      of = { tally: { ...NO_DELIVERIES }, change: 0 };
      this.#tallies.set(run, of);
    }
    const before = DELIVERY_STATES[this.#states[id]! - 1];
    const state = DELIVERY_STATES[code - 1];
    if (before !== undefined) of.tally[before] -= 1;
    if (state !== undefined) of.tally[state] += 1;
    this.#states[id] = code;
    of.change = Math.max(of.change, change);
  }
}

import { DELIVERY_STATES } from '../../../shared/delivery/outcome.ts';
import { BY_HAND, NO_DELIVERIES, type Tally } from '../../../shared/delivery/tally.ts';
import { number, type Row, text } from './activity-rows.ts';
import { keysOf } from './key-lists.ts';
import type { Writer } from './writer.ts';

const CODES = new Map<string, number>(DELIVERY_STATES.map((state, index) => [state, index + 1]));

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
      const groups = this.#writer.all(
        `SELECT run_id, state, max(change) AS change, max(id) AS newest, json_group_array(id) AS keys
         FROM deliveries GROUP BY run_id, state`,
      );
      for (const group of groups) for (const id of keysOf(group)) this.#take(id, group);
      return;
    }
    const changed = this.#writer.all(
      'SELECT id, run_id, state, change FROM deliveries WHERE change > ?',
      counted,
    );
    for (const row of changed) this.#take(number(row.id), row);
  }

  #take(id: number, row: Row): void {
    const run = row.run_id === null ? BY_HAND : number(row.run_id);
    const code = CODES.get(text(row.state)) ?? 0;
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
    of.change = Math.max(of.change, number(row.change));
  }
}

import type { Done } from '../../../shared/scenario/record.ts';
import { json, number } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** The steps of manual work in order, to be saved as a scenario. */
export class Journal {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Adds a step; `seed` is the seed of its ids and random draws. */
  add(done: Done, seed: number): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        'INSERT INTO journal (at, seed, what) VALUES (?, ?, ?)',
        done.at,
        seed,
        JSON.stringify(done),
      ),
    );
  }

  /** Whether nothing was done. */
  get isEmpty(): boolean {
    return this.#writer.get('SELECT 1 FROM journal LIMIT 1') === undefined;
  }

  /** All that was done, the oldest first, and the seed of the latest. */
  all(): { done: Done[]; seed: number | undefined } {
    const rows = this.#writer.all('SELECT seed, what FROM journal ORDER BY id');
    const last = rows.at(-1);
    return {
      done: rows.map(({ what }) => json<Done>(what)),
      seed: last === undefined ? undefined : number(last.seed),
    };
  }
}

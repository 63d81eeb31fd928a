import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { readValues } from './stored-json.ts';
import type { Writer } from './writer.ts';

/** How many deliveries' values are kept in memory, about 2 KB each. */
const FRESH = 16_384;

/** The values at events, stored once for all deliveries of an event. */
export class EventValues {
  readonly #writer: Writer;
  /** The values stored last: all deliveries of an event share them. */
  #last: { of: Values; id: number } | undefined;
  /** Values of recent deliveries that nobody has read: most are sent soon and then need not be read from disk. */
  readonly #fresh = new Map<number, Values>();

  constructor(writer: Writer) {
    this.#writer = writer;
    writer.onRollback(() => this.#forget());
  }

  /** Stores values and returns their id; the ones stored last are not stored again. */
  idOf(values: Values): number {
    if (this.#last?.of === values) return this.#last.id;
    const id = this.#writer.insert('INSERT INTO event_values (text) VALUES (?)', JSON.stringify(values));
    this.#last = { of: values, id };
    return id;
  }

  /** Caches the values of a new delivery. */
  remember(deliveryId: number, values: Values): void {
    this.#fresh.set(deliveryId, values);
    if (this.#fresh.size > FRESH) this.#fresh.delete(this.#fresh.keys().next().value!);
  }

  /** The values at the event of a delivery. */
  of(deliveryId: number): Values {
    const fresh = this.#fresh.get(deliveryId);
    if (fresh !== undefined) {
      this.#fresh.delete(deliveryId);
      return fresh;
    }
    const row = this.#writer.get(
      'SELECT v.text FROM deliveries d JOIN event_values v ON v.id = d.values_id WHERE d.id = ?',
      deliveryId,
    );
    return readValues(row?.text);
  }

  /** Removes all. Inside a transaction. */
  clear(): void {
    this.#writer.run('DELETE FROM event_values');
    this.#forget();
  }

  #forget(): void {
    this.#last = undefined;
    this.#fresh.clear();
  }
}

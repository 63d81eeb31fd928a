import type { Values } from '../../../shared/domain/placeholder-values.ts';
import { readValues } from './stored-json.ts';
import type { Writer } from './writer.ts';

/** Deliveries whose values are kept in memory at most; some 2 KB each. */
const FRESH = 16_384;

/** What was true at events, kept once for all deliveries of an event. */
export class EventValues {
  readonly #writer: Writer;
  /** The values stored last: the deliveries of one event have the same. */
  #last: { of: Values; id: number } | undefined;
  /** Values of deliveries added lately that nobody asked for yet: most are sent soon, and need not be read back. */
  readonly #fresh = new Map<number, Values>();

  constructor(writer: Writer) {
    this.#writer = writer;
    writer.onRollback(() => this.#forget());
  }

  /** The id under which values are kept; those stored last are not stored again. */
  idOf(values: Values): number {
    if (this.#last?.of === values) return this.#last.id;
    const id = this.#writer.insert('INSERT INTO event_values (text) VALUES (?)', JSON.stringify(values));
    this.#last = { of: values, id };
    return id;
  }

  /** Remembers the values of a delivery that was just added. */
  remember(deliveryId: number, values: Values): void {
    this.#fresh.set(deliveryId, values);
    if (this.#fresh.size > FRESH) this.#fresh.delete(this.#fresh.keys().next().value!);
  }

  /** What was true at the event of a delivery. */
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

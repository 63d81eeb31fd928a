import type { Postback } from '../../../shared/template/postback.ts';
import { number } from './activity-rows.ts';
import { readPostback } from './stored-json.ts';
import type { Writer } from './writer.ts';

/** Texts of postbacks, each stored once for all its deliveries. */
export class Templates {
  readonly #writer: Writer;
  readonly #ids = new Map<string, number>();
  readonly #postbacks = new Map<number, Postback>();

  constructor(writer: Writer) {
    this.#writer = writer;
    writer.onRollback(() => this.forget());
  }

  /** The id of a postback's text; a new one for a new text. */
  idOf(postback: Postback): number {
    const text = JSON.stringify(postback);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const writer = this.#writer;
    writer.run('INSERT OR IGNORE INTO templates (text) VALUES (?)', text);
    const id = number(writer.get('SELECT id FROM templates WHERE text = ?', text)?.id);
    this.#ids.set(text, id);
    return id;
  }

  /** The postback for an id. */
  get(id: number): Postback {
    const known = this.#postbacks.get(id);
    if (known !== undefined) return known;
    const postback = readPostback(this.#writer.get('SELECT text FROM templates WHERE id = ?', id)?.text);
    this.#postbacks.set(id, postback);
    return postback;
  }

  /** Forgets cached ids, whose rows may be gone. */
  forget(): void {
    this.#ids.clear();
    this.#postbacks.clear();
  }
}

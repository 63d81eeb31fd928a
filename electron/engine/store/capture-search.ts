import type { Connection } from './connection.ts';

/** Searches whose results are kept. */
const KEPT = 4;

/**
 * instr, unlike LIKE, has no wildcards and does not end at a NUL byte; lower() folds ASCII. The head holds target
 * and headers. The last term finds text beyond ASCII in headers that were sent as Latin-1.
 */
export const MATCHES = `(instr(lower(CAST(c.head AS TEXT)), $text) > 0 OR instr(lower(CAST(c.body AS TEXT)), $text) > 0
  OR ($latin1 IS NOT NULL AND instr(c.head, $latin1) > 0))`;

/** What MATCHES asks for. Folds as SQLite's lower() does: ASCII only. */
export function searchTerms(search: string): { $text: string; $latin1: Uint8Array | null } {
  const beyondAscii = /^[\0-\u00ff]*[\u0080-\u00ff][\0-\u00ff]*$/.test(search);
  return {
    $text: search.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    $latin1: beyondAscii ? Buffer.from(search, 'latin1') : null,
  };
}

interface Found {
  revision: number;
  /** All captures up to this id have been looked through. */
  through: number;
  /** Ascending. */
  ids: number[];
}

/** The captures that contain a text. The latest results are kept: only captures that came since are read again. */
export class CaptureSearch {
  readonly #connection: Connection;
  readonly #results = new Map<string, Found>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Their ids, ascending. `revision` names what has been removed so far, `newest` the newest capture there is. */
  ids(search: string, revision: number, newest: number): readonly number[] {
    const known = this.#results.get(search);
    const found =
      known !== undefined && known.revision === revision ? known : { revision, through: 0, ids: [] };
    if (found.through < newest) {
      const rows = this.#connection
        .statement(`SELECT c.id FROM captures c WHERE c.id > $after AND ${MATCHES} ORDER BY c.id`)
        .all({ $after: found.through, ...searchTerms(search) });
      for (const { id } of rows) found.ids.push(Number(id));
      found.through = newest;
    }
    this.#results.delete(search);
    this.#results.set(search, found);
    const [oldest] = this.#results.keys();
    if (this.#results.size > KEPT && oldest !== undefined) this.#results.delete(oldest);
    return found.ids;
  }
}

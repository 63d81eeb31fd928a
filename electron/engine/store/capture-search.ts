import type { Connection } from './connection.ts';

/** How many searches' results are cached. */
const KEPT = 4;

/**
 * instr, unlike LIKE, has no wildcards and does not stop at a NUL byte; lower() folds ASCII. The head contains target and
 * headers. The Latin-1 term finds non-ASCII text in headers that were sent as that.
 */
const MATCHES = `(instr(lower(CAST(c.head AS TEXT)), $text) > 0 OR instr(lower(CAST(c.body AS TEXT)), $text) > 0
  OR ($latin1 IS NOT NULL AND instr(c.head, $latin1) > 0)`;
const DECODED = 'OR (c.decoded IS NOT NULL AND instr(lower(c.decoded), $text) > 0)';

/** Whether a capture contains the text of `searchTerms`; stores of before version 17, which are only read, have no decoded bodies. */
export function matchesSql(hasDecoded: boolean): string {
  return `${MATCHES} ${hasDecoded ? DECODED : ''})`;
}

/** The parameters of MATCHES. Folds ASCII only, as SQLite's lower() does. */
export function searchTerms(search: string): { $text: string; $latin1: Uint8Array | null } {
  const beyondAscii = /^[\0-\u00ff]*[\u0080-\u00ff][\0-\u00ff]*$/.test(search);
  return {
    $text: search.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    $latin1: beyondAscii ? Buffer.from(search, 'latin1') : null,
  };
}

interface Found {
  revision: number;
  /** All captures up to this id have been searched. */
  through: number;
  /** Ascending. */
  ids: number[];
}

/** Finds captures that contain a text. The latest results are cached, so only newer captures are read again. */
export class CaptureSearch {
  readonly #connection: Connection;
  readonly #matches: string;
  readonly #results = new Map<string, Found>();

  constructor(connection: Connection, matches: string) {
    this.#connection = connection;
    this.#matches = matches;
  }

  /** Their ids, ascending. `revision` changes with each removal; `newest` is the id of the newest capture. */
  ids(search: string, revision: number, newest: number): readonly number[] {
    const known = this.#results.get(search);
    const found =
      known !== undefined && known.revision === revision ? known : { revision, through: 0, ids: [] };
    if (found.through < newest) {
      const rows = this.#connection
        .statement(`SELECT c.id FROM captures c WHERE c.id > $after AND ${this.#matches} ORDER BY c.id`)
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

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

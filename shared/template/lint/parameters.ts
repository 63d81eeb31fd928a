/** One `key=value` of a query or form template, as it is written; offsets in the whole text. */
export interface Parameter {
  start: number;
  end: number;
  /** Offset of its "=", -1 without one. */
  equals: number;
  key: string;
  value: string;
}

/** The parameters between two offsets of a text, in order, with odd ones as they stand. */
export function parameters(text: string, from = 0, to = text.length): Parameter[] {
  const list: Parameter[] = [];
  let start = from;
  while (start <= to) {
    const next = text.indexOf('&', start);
    const end = next === -1 || next > to ? to : next;
    const sign = text.indexOf('=', start);
    const equals = sign === -1 || sign >= end ? -1 : sign;
    list.push({
      start,
      end,
      equals,
      key: text.slice(start, equals === -1 ? end : equals),
      value: equals === -1 ? '' : text.slice(equals + 1, end),
    });
    start = end + 1;
  }
  return list;
}

/** A key as words joined by "_": accessToken and access-token are access_token. */
export function wordsOf(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_');
}

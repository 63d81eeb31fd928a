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
    // Looked for in the parameter alone: the next one may be a megabyte away.
    const written = text.slice(start, end);
    const sign = written.indexOf('=');
    list.push({
      start,
      end,
      equals: sign === -1 ? -1 : start + sign,
      key: sign === -1 ? written : written.slice(0, sign),
      value: sign === -1 ? '' : written.slice(sign + 1),
    });
    start = end + 1;
  }
  return list;
}

/** The same parameters without the blanks and line breaks around each, which are not sent (see `layoutOf`). */
export function sentParameters(text: string, from = 0, to = text.length): Parameter[] {
  return parameters(text, from, to).map((parameter) => {
    const written = text.slice(parameter.start, parameter.end);
    const start = parameter.start + (written.length - written.replace(/^[ \t\r\n]+/, '').length);
    const end = Math.max(start, parameter.start + trimmedLength(written));
    const { equals } = parameter;
    return {
      start,
      end,
      equals,
      key: text.slice(start, equals === -1 ? end : Math.max(start, equals)),
      value: equals === -1 ? '' : text.slice(equals + 1, Math.max(equals + 1, end)),
    };
  });
}

/** The length of a text without the blanks at its end; a pattern would look at a run of them again and again. */
function trimmedLength(text: string): number {
  let length = text.length;
  while (length > 0 && ' \t\r\n'.includes(text[length - 1]!)) length -= 1;
  return length;
}

/** A key as words joined by "_": accessToken and access-token are access_token. */
export function wordsOf(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_');
}

/** The start line and headers of an HTTP message, as far as they are well-formed. */
export interface WireHead {
  startLine: string;
  /** In wire order and case, including repeated ones. */
  headers: [string, string][];
  /** Index of the first byte after the empty line, or the length if there is none. */
  end: number;
}

/**
 * Reads start line and headers of an HTTP message, as Latin-1 text. Lines that are not headers are skipped,
 * so it also reads messages that an HTTP parser rejected.
 */
export function readWireHead(message: string): WireHead {
  const blank = /\r?\n\r?\n/.exec(message);
  const end = blank === null ? message.length : blank.index + blank[0].length;
  const [startLine = '', ...lines] = message.slice(0, blank?.index ?? end).split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0 && !/^\s/.test(line))
      headers.push([line.slice(0, colon), trimBlanks(line.slice(colon + 1))]);
  }
  return { startLine, headers, end };
}

/** Trims spaces and tabs; a regular expression would take quadratic time on a long run of them. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (text[start] === ' ' || text[start] === '\t')) start += 1;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(start, end);
}

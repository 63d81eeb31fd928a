/** The head as it would be on the wire, from what the HTTP parser reports; rawHeaders is names and values in turn. */
export function rebuildHead(
  method: string,
  target: string,
  httpVersion: string,
  rawHeaders: readonly string[],
): Buffer {
  let text = `${method} ${target} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    text += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  }
  return Buffer.from(`${text}\r\n`, 'latin1');
}

/** What can be made out of bytes that are no complete request; what cannot is empty. */
export interface GuessedHead {
  method: string;
  target: string;
  httpVersion: string;
  /** Names and values in turn. */
  rawHeaders: string[];
}

/** Lines looked at for headers; enough for any real request, and bounded for a flood of them. */
const GUESSED_LINES = 10_000;

/** Reads a request that was refused or not finished as well as it goes. */
export function guessHead(bytes: Buffer): GuessedHead {
  const lines = bytes.toString('latin1').split(/\r?\n/, GUESSED_LINES);
  const first = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) +(\S.*?)(?: +HTTP\/(\d\.\d))? *$/.exec(lines[0] ?? '');
  if (first === null) return { method: '', target: '', httpVersion: '', rawHeaders: [] };
  const rawHeaders: string[] = [];
  for (const line of lines.slice(1)) {
    if (line === '') break;
    const header = /^([^\s:][^:]*):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (header !== null) rawHeaders.push(header[1] ?? '', header[2] ?? '');
  }
  return { method: first[1] ?? '', target: first[2] ?? '', httpVersion: first[3] ?? '', rawHeaders };
}

/** The value of the first header of that name (given in lower case), '' without one. */
export function headerValue(rawHeaders: readonly string[], name: string): string {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) return rawHeaders[index + 1] ?? '';
  }
  return '';
}

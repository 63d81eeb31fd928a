/** One line of a body of JSON lines. */
export interface JsonLine {
  /** Counted from 1, as editors count, empty lines included. */
  number: number;
  text: string;
  /** Why it is not JSON, in words; '' if it is. */
  problem: string;
}

const TYPES = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq)$|[+]ndjson$/;

function problemOf(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : 'It is not JSON.';
  }
}

/**
 * The lines of a body that has a JSON value on each, without empty ones: by its Content-Type, else where there are several
 * and all of them are objects or arrays. Undefined for any other.
 */
export function jsonLines(text: string, contentType: string): JsonLine[] | undefined {
  const declared = TYPES.test(contentType.split(';', 1)[0]!.trim().toLowerCase());
  if (!declared && !/^\s*[[{][^\n]*[\]}]\s*\n\s*[[{]/.test(text)) return undefined;
  // RS begins each text of application/json-seq (RFC 7464).
  const lines = text.split('\n').flatMap((written, index): JsonLine[] => {
    const line = written.replace(/^\x1e/, '').trim();
    return line === '' ? [] : [{ number: index + 1, text: line, problem: problemOf(line) }];
  });
  if (declared) return lines;
  const isEach =
    lines.length > 1 && lines.every(({ text: line, problem }) => problem === '' && /^[[{]/.test(line));
  return isEach ? lines : undefined;
}

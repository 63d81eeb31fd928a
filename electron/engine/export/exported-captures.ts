import { stringify } from 'csv-stringify/sync';
import type { Capture } from '../../../shared/contract/captures.ts';
import { bodyText } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { type HarBody, harEntry, harFrame } from '../../../shared/receiver/export/har.ts';
import { CAPTURE_COLUMNS, captureRow } from '../../../shared/receiver/export/table.ts';
import { printable, printableText, toJson } from '../../../shared/terminal-text.ts';
import { ownHead } from '../import/new-capture-of.ts';
import { captureJson } from './capture-json.ts';

declare const POSTBENCH_VERSION: string;

/** Formats that are text. */
export type TextFormat = 'har' | 'csv' | 'jsonl';

/** Captures in a file format, piece by piece: thousands of large bodies must not be in memory together. */
export function* exported(captures: Iterable<Capture>, format: TextFormat): Generator<string> {
  switch (format) {
    case 'jsonl':
      for (const capture of captures) yield captureJson(capture);
      return;
    case 'csv':
      yield csvRow([...CAPTURE_COLUMNS]);
      for (const capture of captures) yield csvRow(captureRow(capture, readableBody(capture)));
      return;
    case 'har':
      yield* har(captures);
  }
}

function* har(captures: Iterable<Capture>): Generator<string> {
  const { open, close } = harFrame(POSTBENCH_VERSION);
  yield open;
  // The comma before an entry, since nobody knows whether another one follows.
  let isFirst = true;
  for (const capture of captures) {
    const response = capture.response === null ? null : harBody(capture.response.body);
    yield `${isFirst ? '' : ','}${toJson(harEntry(capture, harBody(capture.body), response, ownHead(capture)))}`;
    isFirst = false;
  }
  yield close;
}

/** The bytes of a body as text where they are UTF-8, without a byte order mark that text would lose. */
function harBody(base64: string): HarBody {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes)
    ? { text, isBase64: false }
    : { text: base64, isBase64: true };
}

/** The body as a person reads it: without its Content-Encoding, in its charset. */
function readableBody({ body, decodedBody, headers }: Capture): string {
  return bodyText(Buffer.from(decodedBody ?? body, 'base64'), headerOf(headers, 'content-type') ?? '').text;
}

/**
 * One line of CSV (RFC 4180, with "\n"). A spreadsheet takes a cell that begins with = + - @ for a formula, and whoever can
 * send a request could run one: such cells get a ' before them, the numbers of Postbench's own columns do not.
 */
function csvRow(cells: readonly (string | number)[]): string {
  const safe = cells.map((cell, index) => {
    if (typeof cell === 'number') return cell;
    // The body keeps its line breaks; anything else is one line.
    return index === cells.length - 1 ? printableText(cell) : printable(cell);
  });
  return stringify([safe], { escape_formulas: true, record_delimiter: '' });
}

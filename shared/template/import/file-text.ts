import { mebibytes } from '../../domain/mebibytes.ts';
import { bodyText } from '../../http/body-text.ts';
import { refuse } from './found-request.ts';

/** Bytes of a file that is read. */
export const LARGEST_FILE = 64 * 1024 * 1024;

const TEXT_FILES = 'Choose a text file: a HAR, a command, a request, or a log.';
/** How files begin that hold no text. */
const BINARY: readonly [string, string][] = [
  ['PK\x03\x04', 'a ZIP archive'],
  ['\x1f\x8b', 'a gzip file'],
  ['%PDF', 'a PDF'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['SQLite format 3', 'a database'],
  ['\n\r\r\n', 'a packet capture'],
  ['\xd4\xc3\xb2\xa1', 'a packet capture'],
];

/**
 * The text of a file, by its byte order mark, else UTF-8, else UTF-16 as PowerShell writes it, else Windows-1252. Throws
 * PB_ARGUMENT_INVALID for one that is no text, and for one that is too large.
 */
export function fileText(bytes: Uint8Array): { text: string; notes: string[] } {
  if (bytes.length > LARGEST_FILE) refuseLarge(bytes.length);
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const [, binary] = BINARY.find(([sign]) => start.startsWith(sign)) ?? [];
  if (binary !== undefined)
    refuse(
      `This file is ${binary}, not text.`,
      /archive|gzip/.test(binary) ? 'Unpack it first, then choose the text file in it.' : TEXT_FILES,
    );
  const read = bodyText(bytes);
  if (read.bom) return { text: textual(read.text), notes: [] };
  const wide = wideCharset(bytes);
  if (wide !== undefined) return { text: textual(new TextDecoder(wide).decode(bytes)), notes: [] };
  if (!read.guessed) return { text: textual(read.text), notes: [] };
  return {
    text: textual(new TextDecoder('windows-1252').decode(bytes)),
    notes: ['The file is not UTF-8. It was read as Windows-1252: check letters with accents.'],
  };
}

/** Throws PB_ARGUMENT_INVALID: a file of so many bytes is not read. */
export function refuseLarge(size: number): never {
  refuse(
    `This file has ${mebibytes(size)}. Up to ${mebibytes(LARGEST_FILE)} can be imported.`,
    'Export fewer entries, or cut the log.',
  );
}

/** UTF-16 without a mark: nearly every second byte of the start is zero. */
function wideCharset(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, 1000);
  const zeros = (from: number) => start.filter((byte, index) => index % 2 === from && byte === 0).length;
  const many = start.length / 2 - start.length / 10;
  if (start.length < 4) return undefined;
  if (zeros(1) >= many && zeros(0) === 0) return 'utf-16le';
  return zeros(0) >= many && zeros(1) === 0 ? 'utf-16be' : undefined;
}

/** A text without control characters, which no request has. */
function textual(text: string): string {
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) refuse('This file is binary, not text.', TEXT_FILES);
  return text;
}

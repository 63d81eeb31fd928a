import { mebibytes } from '../domain/mebibytes.ts';
import { PostbenchError } from '../errors.ts';

/** Bytes that a postback's file may have; larger files are not read, so none is written. */
export const LARGEST_POSTBACK = 4 * 1024 * 1024;

/** Refuses a postback that could be written but not be read again: PB_POSTBACK_INVALID. */
export function refuseTooLarge(file: string, bytes: number): void {
  if (bytes <= LARGEST_POSTBACK) return;
  throw new PostbenchError(
    'PB_POSTBACK_INVALID',
    `${file} would have ${mebibytes(bytes)}; at most ${mebibytes(LARGEST_POSTBACK)} can be read.`,
    { remedy: 'Shorten its text and save again. Your edits are kept until then.', place: { file } },
  );
}

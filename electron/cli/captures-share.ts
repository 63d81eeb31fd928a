import type { Capture } from '../../shared/contract/captures.ts';
import { PostbenchError } from '../../shared/errors.ts';
import type { KnownValues } from '../../shared/secrets/known-values.ts';
import { printable } from '../../shared/terminal-text.ts';
import { MaskedShare } from '../engine/share/masked-share.ts';
import { writeShare } from '../engine/share/write-share.ts';
import { type CommandIo, drawProgress } from './io.ts';

declare const POSTBENCH_VERSION: string;

/** Where a share file is written, and what it masks: see `MaskChoice`. */
export interface ShareOptions {
  file?: string;
  unmask?: string[];
  keep?: string[];
  mask?: string[];
}

/** Values that are told one by one. */
const TOLD = 20;

/**
 * Writes captures as a share file and says on stderr what was masked in it. Returns 0. Throws PB_ARGUMENT_INVALID without
 * a file, and PB_FILE_UNWRITABLE.
 */
export async function shareCaptures(
  captures: Iterable<Capture>,
  { file, unmask = [], keep = [], mask = [] }: ShareOptions,
  secrets: KnownValues,
  io: CommandIo,
): Promise<number> {
  if (file === undefined) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', 'A share file needs a name.', {
      remedy: 'Write it at the end, as in postbench captures --export share captures.postbench.',
    });
  }
  const masked = new MaskedShare({ off: unmask, keep, also: mask }, secrets);
  try {
    const count = await writeShare(file, {
      captures,
      masked,
      rulesOff: unmask,
      version: POSTBENCH_VERSION,
      now: Date.now(),
      signal: io.signal,
      onProgress: (written) => drawProgress(io, `${written} captures written`),
    });
    drawProgress(io, '');
    io.err(`Wrote ${count} ${count === 1 ? 'capture' : 'captures'} to ${printable(file)}.`);
  } catch (error) {
    drawProgress(io, '');
    if (io.signal.aborted) return 1;
    throw error;
  }
  const { values } = masked;
  if (values.length === 0) io.err('Nothing in them was masked.');
  for (const { placeholder, rule, places, where } of values.slice(0, TOLD)) {
    const times = `${places} ${places === 1 ? 'place' : 'places'}`;
    io.err(printable(`${placeholder}: ${rule}, ${times}, as in ${[...where].join(', ')}`));
  }
  if (values.length > TOLD)
    io.err(`${values.length - TOLD} more values are masked; manifest.json has all of them.`);
  return 0;
}

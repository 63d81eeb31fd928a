import {
  originOf,
  type PostbackSource,
  type SecretHeaders,
  secretHeadersSentTo,
  secretHeadersTo,
} from '../../shared/delivery/send-to.ts';
import { printable } from '../../shared/terminal-text.ts';
import type { CommandIo } from './io.ts';

/**
 * Whether headers that look like secrets go to another origin: as the call or check.yaml says; else whoever sits at the
 * terminal is asked. Throws PB_ARGUMENT_INVALID where nobody can be asked, and PB_URL_INVALID.
 */
export async function decideSecretHeaders(
  sources: readonly PostbackSource[],
  at: string,
  given: SecretHeaders | undefined,
  io: CommandIo,
): Promise<SecretHeaders> {
  const names = secretHeadersSentTo(sources, at);
  if (names.length === 0 || given !== undefined || io.ask === undefined)
    return secretHeadersTo(sources, at, given);
  const what = names.length === 1 ? 'the header' : 'the headers';
  return (await io.ask(printable(`Send ${what} ${names.join(', ')} to ${originOf(at)}?`))) ? 'send' : 'omit';
}

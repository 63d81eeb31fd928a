import { MODIFICATION_REASONS, REVERSAL_REASONS } from '../../../shared/domain/reasons.ts';

const WORDS = new Map([...MODIFICATION_REASONS, ...REVERSAL_REASONS].map(({ code, text }) => [code, text]));

/** A reason code in words; a brand's own code stays as it is. */
export function reasonText(code: string): string {
  return WORDS.get(code) ?? code;
}

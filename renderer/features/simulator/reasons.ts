import { MODIFICATION_REASONS, REASON_CODE, REVERSAL_REASONS } from '../../../shared/domain/reasons.ts';

const WORDS = new Map([...MODIFICATION_REASONS, ...REVERSAL_REASONS].map(({ code, text }) => [code, text]));

/** A reason code in words; a brand's own code stays as it is. */
export function reasonText(code: string): string {
  return WORDS.get(code) ?? code;
}

/** Why a text is not a reason code, or undefined when it is one. */
export function whyNotReason(code: string): string | undefined {
  if (REASON_CODE.test(code)) return undefined;
  if (code === '') return 'needs a reason';
  return `"${code}" is not a reason code. Use capitals, digits, and _, as in ITEM_RETURNED.`;
}

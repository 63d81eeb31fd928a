import type { Inquiry, InquiryType, Resolution } from '../../../../shared/domain/inquiry.ts';
import type { Tone } from '../../../components/Chip.tsx';

export const TYPE_WORDS: Record<InquiryType, string> = {
  UNTRACKED: 'Untracked',
  INCORRECT: 'Incorrect',
  DECLINED: 'Declined',
};

export const RESOLUTION_WORDS: Record<Resolution, { word: string; tone: Tone }> = {
  VALID: { word: 'Valid', tone: 'ok' },
  DECLINED: { word: 'Declined', tone: 'bad' },
  INCOMPLETE: { word: 'Incomplete', tone: 'warn' },
};

/** Where an inquiry stands, in a word. */
export function stateOf({ closed }: Inquiry): { word: string; tone: Tone } {
  return closed === null ? { word: 'Open', tone: 'plain' } : RESOLUTION_WORDS[closed.resolution];
}

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

/** What happened to an inquiry, the first first. */
export function inquiryEvents({
  createdAt,
  closed,
}: Inquiry): { event: 'inquiry-opened' | 'inquiry-closed'; nth: number; at: number }[] {
  const opened = { event: 'inquiry-opened', nth: 1, at: createdAt } as const;
  return closed === null ? [opened] : [opened, { event: 'inquiry-closed', nth: 2, at: closed.at }];
}

import type { ActionStatus } from '../../../../shared/domain/action.ts';
import { Chip, type Tone } from '../../../components/Chip.tsx';

export const STATUS_WORDS: Record<ActionStatus, { word: string; tone: Tone }> = {
  PENDING: { word: 'Pending', tone: 'plain' },
  APPROVED: { word: 'Approved', tone: 'ok' },
  REVERSED: { word: 'Reversed', tone: 'bad' },
};

/** The status of an action in a word. Cleared is a date, not a status; the chip says both. */
export function ActionStatusChip({ status, cleared = false }: { status: ActionStatus; cleared?: boolean }) {
  const { word, tone } = STATUS_WORDS[status];
  return <Chip tone={tone}>{cleared ? 'Cleared' : word}</Chip>;
}

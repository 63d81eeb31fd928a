import type { BooksVerdict } from '../../../../shared/scenario/receiver-books.ts';
import { Chip, type Tone } from '../../../components/Chip.tsx';
import { useRunBooks } from '../useRunBooks.ts';

const LOOKS: Record<BooksVerdict, { word: string; tone: Tone }> = {
  waiting: { word: 'Comparing', tone: 'note' },
  same: { word: 'Books equal', tone: 'ok' },
  differ: { word: 'Books differ', tone: 'bad' },
  kept: { word: 'Payout kept', tone: 'warn' },
  partly: { word: 'Partly checked', tone: 'warn' },
  unseen: { word: 'Not checked', tone: 'warn' },
};

/** Whether the receiver booked what it acknowledged, in two words. */
export function BooksChip({ runId }: { runId: number | undefined }) {
  const found = useRunBooks(runId);
  if (found === undefined) return null;
  const { word, tone } = LOOKS[found.verdict];
  return (
    <span className="simulator-books" data-testid="books-chip" data-verdict={found.verdict}>
      <Chip tone={tone}>{word}</Chip>
    </span>
  );
}

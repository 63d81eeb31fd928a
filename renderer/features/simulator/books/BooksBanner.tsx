import { Button } from '@mantine/core';
import {
  booksSentence,
  differenceText,
  type ReceiverBooks,
} from '../../../../shared/scenario/receiver-books.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconAlertTriangle, IconX } from '../../../components/icons.ts';
import { runCommand } from '../../../state/commands.ts';
import { useRunBooks } from './useRunBooks.ts';

/** What the receiver's records say of the run, unless they are as they should be: the sentence, and why or what to do. */
export function BooksBanner({ runId }: { runId: number | undefined }) {
  const found = useRunBooks(runId);
  if (found === undefined || found.verdict === 'same' || found.verdict === 'waiting') return null;
  const { books, verdict, acknowledged } = found;
  const differs = verdict === 'differ';
  const sentence = booksSentence(
    books.state === 'waiting' ? { ...books, state: 'unseen' } : books,
    acknowledged,
  );
  const why = whyOf(books);
  const Icon = differs ? IconX : IconAlertTriangle;
  return (
    <div
      className={differs ? 'banner banner-bad' : 'banner'}
      role="status"
      data-testid="books-banner"
      data-verdict={verdict}
    >
      <Icon size={16} stroke={differs ? 2 : 1.5} aria-hidden="true" />
      <span className="grow">
        <b>{sentence}</b> {why}
      </span>
      {verdict === 'unseen' ? (
        <Button size="xs" onClick={() => runCommand('checks.setup')}>
          Test my receiver
        </Button>
      ) : null}
      <CopyButton text={`${sentence} ${why}`.trim()} label="Copy what the books say" />
    </div>
  );
}

function whyOf({ records, problem, unsure }: ReceiverBooks): string {
  const counting = records.filter(({ unjudged }) => unjudged === '');
  const first = counting.find(({ differences }) => differences.length > 0);
  if (first !== undefined) return `${first.actionId}: ${first.differences.map(differenceText).join('; ')}.`;
  if (problem !== '') return problem;
  const open = records.find(({ unjudged }) => unjudged !== '');
  if (open !== undefined) return `${open.actionId}: ${open.unjudged}`;
  return unsure.join(' ');
}

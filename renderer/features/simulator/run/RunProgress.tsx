import { Progress } from '@mantine/core';
import { leftOf, tallyTotal } from '../../../../shared/delivery/tally.ts';
import type { BooksVerdict } from '../../../../shared/scenario/receiver-books.ts';
import { count } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { useRunBooks } from '../useRunBooks.ts';

/** All was delivered: green only where the receiver's books were not asked for, or are as they should be. */
const DONE: Record<BooksVerdict, string> = {
  waiting: 'var(--accent-fill)',
  same: 'var(--ok-mark)',
  differ: 'var(--bad-mark)',
  kept: 'var(--warn-mark)',
  partly: 'var(--warn-mark)',
  unseen: 'var(--warn-mark)',
};

/** How far the deliveries of a run have come. Keeps its room when there is none. */
export function RunProgress({ runId }: { runId: number | undefined }) {
  const tally = useActivity(({ tallies }) => (runId === undefined ? undefined : tallies.get(runId)));
  const verdict = useRunBooks(runId)?.verdict ?? 'same';
  if (tally === undefined) return <span className="simulator-progress" />;
  const all = tallyTotal(tally);
  const { delivered, cancelled, 'given-up': givenUp } = tally;
  const left = leftOf(tally);
  const share = (part: number) => (part / Math.max(1, all)) * 100;
  const rest = [
    left === 0 ? '' : `${count(left)} left`,
    givenUp === 0 ? '' : `${count(givenUp)} given up`,
    cancelled === 0 ? '' : `${count(cancelled)} cancelled`,
  ].filter((part) => part !== '');
  return (
    <span className="hstack simulator-progress" role="status" data-testid="run-progress">
      <Progress.Root size={4} className="simulator-bar-of-run">
        <Progress.Section
          value={share(delivered)}
          color={left === 0 ? DONE[verdict] : 'var(--accent-fill)'}
          aria-label="Delivered"
        />
        <Progress.Section value={share(givenUp)} color="var(--bad-mark)" aria-label="Given up" />
        <Progress.Section value={share(cancelled)} color="var(--idle-mark)" aria-label="Cancelled" />
      </Progress.Root>
      <span
        className="text-12 ellipsis"
        title={[`${count(delivered)} of ${count(all)} delivered`, ...rest].join(', ')}
      >
        <b className="medium">{count(delivered)}</b>
        <span className="dimmed">
          {' of '}
          {count(all)} delivered{rest.length === 0 ? '' : `, ${rest.join(', ')}`}
        </span>
      </span>
    </span>
  );
}

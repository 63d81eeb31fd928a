import type { RunView } from '../../../shared/contract/activity.ts';
import { tallyTotal } from '../../../shared/delivery/tally.ts';
import {
  type BooksVerdict,
  booksVerdict,
  type ReceiverBooks,
} from '../../../shared/scenario/receiver-books.ts';
import { useActivity } from '../../state/activity.ts';

/** The receiver's books of a run, with what to make of them. */
export interface RunBooks {
  books: ReceiverBooks;
  verdict: BooksVerdict;
  /** Every postback of the run was acknowledged. */
  acknowledged: boolean;
}

/** Undefined for work by hand, for runs to Postbench's own receiver, and before anything was looked at. */
export function useRunBooks(runId: number | null | undefined): RunBooks | undefined {
  const run = useActivity(({ runs }) => (typeof runId === 'number' ? runs.get(runId) : undefined));
  const tally = useActivity(({ tallies }) => (typeof runId === 'number' ? tallies.get(runId) : undefined));
  const books = run?.receiverBooks ?? null;
  if (run === undefined || books === null) return undefined;
  const acknowledged = tally !== undefined && tally.delivered === tallyTotal(tally);
  return { books, verdict: verdictOf(run, books), acknowledged };
}

/** A run that ended while records were awaited will never be compared. */
function verdictOf({ state }: RunView, books: ReceiverBooks): BooksVerdict {
  const verdict = booksVerdict(books);
  return verdict === 'waiting' && state !== 'running' ? 'unseen' : verdict;
}

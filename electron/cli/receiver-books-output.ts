import {
  booksSentence,
  booksVerdict,
  type ComparedAction,
  differenceText,
  type ReceiverBooks,
} from '../../shared/scenario/receiver-books.ts';
import { printable } from '../../shared/terminal-text.ts';
import type { CommandIo } from './io.ts';

/** Most actions whose difference is printed; --json has them all. */
const LISTED = 50;

/** Both books as JSON for programs, and what was made of them. */
export function receiverBooksJson(books: ReceiverBooks) {
  const { state, probe, problem, actions, compared, different, lagMs, unsure, records } = books;
  return {
    verdict: booksVerdict(books),
    state,
    probe,
    problem,
    actions,
    lookedAt: records.length,
    compared,
    different,
    lagMs,
    unsure,
    records: records.map(({ actionId, platform, receiver, differences, seen, keepsPayout, unjudged }) => ({
      actionId,
      platform,
      receiver,
      differences,
      seen,
      keepsPayout,
      unjudged,
    })),
  };
}

/** What the receiver has on record, beside a line of the platform's books. */
export function receiverText({ receiver, differences, keepsPayout, unjudged }: ComparedAction): string {
  const record =
    receiver === null
      ? 'no record'
      : [receiver.status, receiver.payout === '' ? '' : `payout ${receiver.payout}`, receiver.currency]
          .filter((text) => text !== '')
          .join('  ');
  const mark = unjudged !== '' ? '?' : differences.length > 0 ? '✗' : keepsPayout ? '!' : '✓';
  return `| ${mark} yours: ${record}`;
}

/** Whether the receiver booked what it acknowledged: the verdict, and where the books part. */
export function printReceiverBooks(books: ReceiverBooks, acknowledged: boolean, io: CommandIo): void {
  const { records, problem, unsure, actions } = books;
  const parted = records.filter(({ differences, unjudged }) => differences.length > 0 && unjudged === '');
  for (const { actionId, differences } of parted.slice(0, LISTED))
    io.out(printable(`✗ ${actionId}: ${differences.map(differenceText).join('; ')}`));
  if (parted.length > LISTED) io.out(`… and ${parted.length - LISTED} more that differ`);
  const open = records.filter(({ unjudged }) => unjudged !== '');
  for (const { actionId, unjudged } of open.slice(0, LISTED))
    io.out(printable(`? ${actionId}: not compared. ${unjudged}`));
  if (open.length > LISTED) io.out(`… and ${open.length - LISTED} more that were not compared`);
  io.out(booksSentence(books, acknowledged));
  if (records.some(({ keepsPayout }) => keepsPayout))
    io.out('If they do not, "state: {money: {reversed: zero}}" in check.yaml makes this a difference.');
  if (records.length > 0 && records.length < actions)
    io.out(`Only ${records.length} of ${actions} actions were looked at, spread evenly over the run.`);
  if (problem !== '') io.out(printable(problem));
  for (const sentence of unsure) io.out(printable(sentence));
}

import { decimal, moneyText } from '../../../../shared/checks/records/decimal.ts';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { type ComparedAction, differenceText } from '../../../../shared/scenario/receiver-books.ts';
import type { MoneyTexts } from '../../../state/money-digits.ts';
import type { RunBooks } from '../useRunBooks.ts';

/** A line of the ledger in the receiver's books. */
export interface ReceiverLine {
  /** The receiver's payout after this line; '' where nobody looked. */
  found: string;
  /** What it has more than the platform, signed; '' where it is equal, undefined where it was not seen. */
  more: string | undefined;
}

/** What the receiver holds of an action, line by line and in the end. */
export interface ReceiverLines {
  compared: ComparedAction | undefined;
  lines: readonly ReceiverLine[];
  last: ReceiverLine;
  differs: boolean;
  /** The line where the books part first; -1 where that was not seen. */
  part: number;
}

export function receiverLines(
  { key, action, ledger }: ActionView,
  { books }: RunBooks,
  money: MoneyTexts,
): ReceiverLines {
  const { currency } = action.program;
  const compared = books.records.find((record) => record.key === key);
  const lines = ledger.map(({ payout }, index) =>
    lineOf(foundAt(compared, index, ledger.length), money.text(payout, currency)),
  );
  const differs = compared !== undefined && compared.unjudged === '' && compared.differences.length > 0;
  return {
    compared,
    lines,
    last: lineOf(compared?.receiver?.payout ?? '', money.text(action.payout, currency)),
    differs,
    part: differs ? lines.findIndex(({ more }) => more !== undefined && more !== '') : -1,
  };
}

/** Of the lines in between, only those of the run's first action were looked at. */
function foundAt(compared: ComparedAction | undefined, index: number, count: number): string {
  const seen = compared?.seen.find(({ entry }) => entry === index)?.payout ?? '';
  return index === count - 1 ? (compared?.receiver?.payout ?? seen) : seen;
}

function lineOf(found: string, platform: string): ReceiverLine {
  const [own, stated] = [decimal(found), decimal(platform)];
  if (own === undefined || stated === undefined) return { found, more: undefined };
  const more = own.minus(stated);
  if (more.eq(0)) return { found, more: '' };
  return { found, more: `${more.gt(0) ? '+' : '−'}${moneyText(more.abs())}` };
}

/** What differs besides the payout, or why nothing is said of this action. */
export function noteOf({ books }: RunBooks, compared: ComparedAction | undefined): string {
  if (compared === undefined)
    return books.records.length === 0
      ? ''
      : `Not among the ${books.records.length} actions that were looked at.`;
  if (compared.unjudged !== '') return compared.unjudged;
  return compared.differences
    .filter(({ field }) => field !== 'Payout')
    .map(differenceText)
    .join('; ');
}

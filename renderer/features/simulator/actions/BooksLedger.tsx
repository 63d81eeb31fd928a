import { decimal, moneyText } from '../../../../shared/checks/records/decimal.ts';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { formatMoney } from '../../../../shared/domain/money.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { moneyFigure, signedMoney, sumLedger } from '../../../../shared/scenario/ledger-sum.ts';
import { type ComparedAction, differenceText } from '../../../../shared/scenario/receiver-books.ts';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '../../../components/icons.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { fullTime, timeParts } from '../../../lib/format.ts';
import type { RunBooks } from '../books/useRunBooks.ts';
import { reasonText } from '../reasons.ts';

interface Line {
  /** The receiver's payout after this line; '' where nobody looked. */
  found: string;
  /** What it has more than the platform, signed; '' where it is equal, undefined where it was not seen. */
  more: string | undefined;
}

/** The ledger of an action of a run against the user's receiver: the platform's books, and the receiver's beside them. */
export function BooksLedger({ view: { key, action, ledger }, found }: { view: ActionView; found: RunBooks }) {
  const zone = action.program.timeZone;
  const compared = found.books.records.find((record) => record.key === key);
  const lines = ledger.map((_, index) =>
    lineOf(foundAt(compared, index, ledger.length), formatMoney(ledger[index]!.payout)),
  );
  const last = lineOf(compared?.receiver?.payout ?? '', formatMoney(action.payout));
  const differs = isDifferent(compared);
  const part = differs ? lines.findIndex(({ more }) => more !== undefined && more !== '') : -1;
  const sum = sumLedger(ledger, action);
  return (
    <>
      <VirtualList
        label="Ledger"
        count={ledger.length}
        keyOf={(index) => index}
        selected={-1}
        onSelect={() => {}}
        rowClass="list-whole"
        renderHead={() => (
          <div className="list-head world-books-row">
            <span>Time</span>
            <span>Entry, {action.program.currency}</span>
            <span className="align-right">Change</span>
            <span className="align-right">Platform</span>
            <span className="align-right world-books-yours">Your receiver</span>
            <span className="align-right">Difference</span>
          </div>
        )}
        renderRow={(index) => {
          const { kind, at, reason, deltaPayout, payout } = ledger[index]!;
          return (
            <div
              className="world-books-row"
              role="presentation"
              data-testid="ledger-row"
              data-part={index === part || undefined}
            >
              <span role="gridcell" className="mono dimmed" title={fullTime(at, zone)}>
                {timeParts(at, zone).time}
              </span>
              <span role="gridcell" className="hstack">
                <span className="medium">{eventLabel(kind)}</span>
                <span className="dimmed ellipsis" title={reason === '' ? undefined : reason}>
                  {reasonText(reason)}
                </span>
              </span>
              <span role="gridcell" className="align-right dimmed">
                {signedMoney(deltaPayout)}
              </span>
              <span role="gridcell" className="align-right medium">
                {moneyFigure(payout)}
              </span>
              <Yours role="gridcell" line={lines[index]!} differs={differs} />
            </div>
          );
        }}
      />
      <div
        className="list-row world-books-row world-ledger-total"
        data-testid="ledger-sum"
        data-agrees={sum.agrees}
      >
        <span />
        <Verdict found={found} compared={compared} part={part} agrees={sum.agrees} />
        <span className="align-right strong">{moneyFigure(sum.payout)}</span>
        <Yours line={last} differs={differs} />
      </div>
      <Note found={found} compared={compared} />
    </>
  );
}

function isDifferent(compared: ComparedAction | undefined): boolean {
  return compared !== undefined && compared.unjudged === '' && compared.differences.length > 0;
}

/** Of the lines in between, only those of the run's first action were looked at. */
function foundAt(compared: ComparedAction | undefined, index: number, count: number): string {
  const seen = compared?.seen.find(({ entry }) => entry === index)?.payout ?? '';
  return index === count - 1 ? (compared?.receiver?.payout ?? seen) : seen;
}

function lineOf(found: string, platform: string): Line {
  const [own, stated] = [decimal(found), decimal(platform)];
  if (own === undefined || stated === undefined) return { found, more: undefined };
  const more = own.minus(stated);
  if (more.eq(0)) return { found, more: '' };
  return { found, more: `${more.gt(0) ? '+' : '−'}${moneyText(more.abs())}` };
}

/** `role`: of a row of the list; the sums below it are in none. */
function Yours({
  line: { found, more },
  differs,
  role,
}: {
  line: Line;
  differs: boolean;
  role?: 'gridcell';
}) {
  const bad = differs && more !== undefined && more !== '';
  return (
    <>
      <span role={role} className={`align-right world-books-yours ${bad ? 'strong text-bad' : 'medium'}`}>
        {found === '' ? <span className="faint">not seen</span> : found}
      </span>
      <span role={role} className={`align-right ${bad ? 'strong text-bad' : 'dimmed'}`}>
        {more === undefined ? '–' : more === '' ? 'equal' : more}
      </span>
    </>
  );
}

interface VerdictProps {
  found: RunBooks;
  compared: ComparedAction | undefined;
  /** The line where the books part first; -1 where that was not seen. */
  part: number;
  agrees: boolean;
}

function Verdict({ found, compared, part, agrees }: VerdictProps) {
  const mark = { size: 14, stroke: 2, 'aria-hidden': true };
  const [icon, text, tone] = !agrees
    ? [<IconAlertTriangle key="i" {...mark} className="text-bad" />, 'Does not add up', 'text-bad']
    : isDifferent(compared)
      ? [
          <IconX key="i" {...mark} className="text-bad" />,
          part === -1 ? 'Books differ' : `Books part at entry ${part + 1}`,
          'text-bad',
        ]
      : found.verdict === 'waiting'
        ? [<IconMinus key="i" {...mark} className="faint" />, 'Looking at your records', '']
        : compared === undefined || compared.unjudged !== ''
          ? [<IconAlertTriangle key="i" {...mark} className="text-warn" />, 'Booking not checked', '']
          : compared.keepsPayout
            ? [<IconAlertTriangle key="i" {...mark} className="text-warn" />, 'Payout kept', '']
            : [<IconCheck key="i" {...mark} className="text-ok" />, 'Both books equal', ''];
  return (
    <span className="hstack world-books-verdict" data-testid="ledger-books">
      {icon}
      <span className={`strong ellipsis ${tone}`}>{text}</span>
    </span>
  );
}

/** What differs besides the payout, or why nothing is said of this action. */
function Note({ found: { books }, compared }: { found: RunBooks; compared: ComparedAction | undefined }) {
  const text =
    compared === undefined
      ? books.records.length === 0
        ? ''
        : `Not among the ${books.records.length} actions that were looked at.`
      : compared.unjudged !== ''
        ? compared.unjudged
        : compared.differences
            .filter(({ field }) => field !== 'Payout')
            .map(differenceText)
            .join('; ');
  return text === '' ? null : <p className="world-books-note dimmed text-12">{text}</p>;
}

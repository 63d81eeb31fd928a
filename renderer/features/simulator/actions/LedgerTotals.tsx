import type { ActionView } from '../../../../shared/contract/activity.ts';
import { sumLedger } from '../../../../shared/scenario/ledger-sum.ts';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '../../../components/icons.ts';
import { runCommand } from '../../../state/commands.ts';
import { useMoney } from '../../../state/money-digits.ts';
import type { RunBooks } from '../useRunBooks.ts';
import { noteOf, type ReceiverLine, type ReceiverLines } from './receiver-lines.ts';

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;

interface ReceiverFiguresProps {
  line: ReceiverLine;
  differs: boolean;
  /** Of a row of the ledger; the sums below it are in none. */
  role?: 'gridcell';
}

/** What the receiver holds, and how much more that is than the platform's payout. */
export function ReceiverFigures({ line: { found, more }, differs, role }: ReceiverFiguresProps) {
  const bad = differs && more !== undefined && more !== '';
  return (
    <>
      <span role={role} className={`align-right hand-yours-column ${bad ? 'strong text-bad' : 'medium'}`}>
        {found === '' ? <span className="faint">not seen</span> : found}
      </span>
      <span role={role} className={`align-right ${bad ? 'strong text-bad' : 'dimmed'}`}>
        {more === undefined ? '–' : more === '' ? 'equal' : more}
      </span>
    </>
  );
}

interface LedgerTotalsProps {
  view: ActionView;
  /** What a run found in the receiver's books; undefined where nobody looked. */
  books: RunBooks | undefined;
  receiver: ReceiverLines | null;
}

/** Under the ledger: whether each of the two books is right. */
export function LedgerTotals({ view: { action, ledger }, books, receiver }: LedgerTotalsProps) {
  const sum = sumLedger(ledger, action);
  const { currency } = action.program;
  const money = useMoney();
  const columns = receiver === null ? 'hand-ledger' : 'hand-ledger hand-ledger-books';
  return (
    <>
      <div className={`list-row hand-total ${columns}`} data-testid="ledger-sum" data-agrees={sum.agrees}>
        <span className="hstack hand-total-text">
          {sum.agrees ? (
            <IconCheck {...ICON} className="text-ok" />
          ) : (
            <IconAlertTriangle {...ICON} className="text-bad" />
          )}
          <span className={sum.agrees ? 'strong' : 'strong text-bad'}>
            {sum.agrees
              ? 'The platform’s books add up'
              : `The platform’s books do not add up: payout stands at ${money.figure(action.payout, currency)}`}
          </span>
        </span>
        {receiver === null ? (
          <span className="align-right strong">{money.figure(sum.amount, currency)}</span>
        ) : null}
        <span />
        <span className="align-right strong">{money.figure(sum.payout, currency)}</span>
        {receiver === null ? null : <ReceiverFigures line={receiver.last} differs={receiver.differs} />}
        <span />
      </div>
      {books === undefined || receiver === null ? (
        <NotChecked />
      ) : (
        <Verdict books={books} receiver={receiver} />
      )}
    </>
  );
}

function NotChecked() {
  return (
    <div className="hand-verdict" data-testid="ledger-books">
      <IconMinus {...ICON} className="faint" />
      <span className="dimmed">Your receiver’s books were not checked</span>
      <span className="spacer" />
      <AddProbe />
    </div>
  );
}

/** Where the user says how the receiver's records are read. */
export function AddProbe() {
  return (
    <button type="button" className="link text-12" onClick={() => runCommand('checks.setup')}>
      Add a probe…
    </button>
  );
}

function Verdict({ books, receiver }: { books: RunBooks; receiver: ReceiverLines }) {
  const { compared, differs, part } = receiver;
  const note = noteOf(books, compared);
  const unjudged = compared === undefined || compared.unjudged !== '';
  const [icon, text, tone] = differs
    ? [
        <IconX key="i" {...ICON} className="text-bad" />,
        part === -1 ? 'Books differ' : `Books part at entry ${part + 1}`,
        'text-bad',
      ]
    : books.verdict === 'waiting'
      ? [<IconMinus key="i" {...ICON} className="faint" />, 'Looking at your records', '']
      : unjudged
        ? [<IconAlertTriangle key="i" {...ICON} className="text-warn" />, 'Booking not checked', '']
        : compared.keepsPayout
          ? [<IconAlertTriangle key="i" {...ICON} className="text-warn" />, 'Payout kept', '']
          : [<IconCheck key="i" {...ICON} className="text-ok" />, 'Both books equal', ''];
  return (
    <div className="hand-verdict">
      {icon}
      <span className={`strong nowrap ${tone}`} data-testid="ledger-books">
        {text}
      </span>
      <span className="dimmed hand-verdict-note">{note}</span>
      {unjudged && books.verdict === 'unseen' ? <AddProbe /> : null}
    </div>
  );
}

import { SegmentedControl } from '@mantine/core';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import type { LedgerEntry } from '../../../../shared/domain/action.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { moneyFigure, signedMoney, sumLedger } from '../../../../shared/scenario/ledger-sum.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconAlertTriangle, IconCheck } from '../../../components/icons.ts';
import { Pane } from '../../../components/Pane.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { counted, fullTime, timeParts } from '../../../lib/format.ts';
import { useRunBooks } from '../books/useRunBooks.ts';
import { reasonText } from '../reasons.ts';
import { useSelectedAction } from '../useActionView.ts';
import { ActionDetails } from './ActionDetails.tsx';
import { ActionStatusChip } from './ActionStatusChip.tsx';
import { useActionsList } from './actions-view.ts';
import { BooksLedger } from './BooksLedger.tsx';
import { NextSteps } from './NextSteps.tsx';

/** The selected action: every change of it and whether they add up, what it is about, and what can be done next. */
export function LedgerPane() {
  const view = useSelectedAction();
  const part = useActionsList((state) => state.part);
  if (view === undefined) {
    return (
      <Pane label="Ledger">
        <EmptyState title="No action selected">Select one to see its ledger and next steps.</EmptyState>
      </Pane>
    );
  }
  const { action } = view;
  return (
    <Pane label="Ledger" className="world-ledger">
      <div className="pane-bar simulator-bar">
        <h2 className="visually-hidden">Ledger</h2>
        <SegmentedControl
          aria-label="Action view"
          value={part}
          onChange={(value) => useActionsList.setState({ part: value as typeof part })}
          data={[
            { value: 'ledger', label: 'Ledger' },
            { value: 'details', label: 'Details' },
          ]}
        />
        <span className="mono dimmed ellipsis" title={action.id}>
          {action.id}
        </span>
        <CopyButton text={action.id} label="Copy action id" />
        <span className="spacer" />
        <When view={view} />
        <ActionStatusChip status={action.status} cleared={action.clearedDate !== null} />
      </div>
      {part === 'ledger' ? <Ledger key={view.key} view={view} /> : <ActionDetails action={action} />}
      <NextSteps view={view} />
    </Pane>
  );
}

/** The date that comes next: of locking, or of clearing. */
function When({ view: { action } }: { view: ActionView }) {
  const zone = action.program.timeZone;
  const [word, at] =
    action.status === 'APPROVED'
      ? ([
          action.clearedDate === null ? 'clears' : 'cleared',
          action.clearedDate ?? action.clearingDate,
        ] as const)
      : (['locks', action.lockingDate] as const);
  if (at === null) return null;
  return (
    <span className="text-12 dimmed nowrap world-when" title={fullTime(at, zone)}>
      {word} {timeParts(at, zone).date.slice(4, -5)}
    </span>
  );
}

function Ledger({ view }: { view: ActionView }) {
  const found = useRunBooks(view.runId);
  return found === undefined ? <PlatformLedger view={view} /> : <BooksLedger view={view} found={found} />;
}

function PlatformLedger({ view: { action, ledger } }: { view: ActionView }) {
  const zone = action.program.timeZone;
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
          <div className="list-head world-ledger-row">
            <span>Time</span>
            <span>Entry, {action.program.currency}</span>
            <span className="align-right">Amount</span>
            <span className="align-right">Change</span>
            <span className="align-right">Payout</span>
          </div>
        )}
        renderRow={(index) => <Line entry={ledger[index]!} zone={zone} />}
      />
      <div
        className="list-row world-ledger-row world-ledger-total"
        data-testid="ledger-sum"
        data-agrees={sum.agrees}
      >
        <span />
        <span className="hstack">
          {sum.agrees ? (
            <IconCheck size={14} stroke={2} className="text-ok" aria-hidden="true" />
          ) : (
            <IconAlertTriangle size={14} stroke={2} className="text-bad" aria-hidden="true" />
          )}
          <span className={sum.agrees ? 'strong' : 'strong text-bad'}>
            {sum.agrees ? 'Adds up' : 'Does not add up'}
          </span>
          <span className="dimmed ellipsis">
            {sum.agrees
              ? counted(ledger.length, 'entry', 'entries')
              : `payout stands at ${moneyFigure(action.payout)}`}
          </span>
        </span>
        <span className="align-right strong">{moneyFigure(sum.amount)}</span>
        <span />
        <span className="align-right strong">{moneyFigure(sum.payout)}</span>
      </div>
    </>
  );
}

function Line({ entry, zone }: { entry: LedgerEntry; zone: string }) {
  const { kind, at, reason, amount, deltaPayout, payout } = entry;
  const tone = deltaPayout > 0 ? 'text-ok' : deltaPayout < 0 ? 'text-bad' : 'faint';
  return (
    <div className="world-ledger-row" role="presentation" data-testid="ledger-row">
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
        {moneyFigure(amount)}
      </span>
      <span role="gridcell" className={`align-right ${tone}`}>
        {signedMoney(deltaPayout)}
      </span>
      <span role="gridcell" className="align-right medium">
        {moneyFigure(payout)}
      </span>
    </div>
  );
}

import { SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import type { LedgerEntry } from '../../../../shared/domain/action.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { moneyFigure, signedMoney, sumLedger } from '../../../../shared/scenario/ledger-sum.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { counted, fullTime, timeParts } from '../../../lib/format.ts';
import { reasonText } from '../reasons.ts';
import { useSelectedAction } from '../useActionView.ts';
import { ActionDetails } from './ActionDetails.tsx';
import { ActionStatusChip } from './ActionStatusChip.tsx';
import { useActionsList } from './actions-view.ts';
import { NextSteps } from './NextSteps.tsx';

/** The selected action: every change of it and whether they add up, what it is about, and what can be done next. */
export function LedgerPane() {
  const view = useSelectedAction();
  const part = useActionsList((state) => state.part);
  if (view === undefined) {
    return (
      <Pane label="Ledger">
        <EmptyState title="No action selected">
          Choose one to see its ledger and what can be done next.
        </EmptyState>
      </Pane>
    );
  }
  const { action } = view;
  return (
    <Pane label="Ledger" className="wd-ledger">
      <div className="bar sm-bar">
        <h2 className="unseen">Ledger</h2>
        <SegmentedControl
          aria-label="What is shown of the action"
          value={part}
          onChange={(value) => useActionsList.setState({ part: value as typeof part })}
          data={[
            { value: 'ledger', label: 'Ledger' },
            { value: 'details', label: 'Details' },
          ]}
        />
        <span className="mono t2 el" title={action.id}>
          {action.id}
        </span>
        <CopyButton text={action.id} label="Copy action id" />
        <span className="sp" />
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
    <span className="f12 t2 nw wd-when" title={fullTime(at, zone)}>
      {word} {timeParts(at, zone).date.slice(4, -5)}
    </span>
  );
}

function Ledger({ view: { action, ledger } }: { view: ActionView }) {
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
        rowClass="sm-whole"
        renderHead={() => (
          <div className="lh sm-ledger">
            <span>Time</span>
            <span>Entry, {action.program.currency}</span>
            <span className="r">Amount</span>
            <span className="r">Change</span>
            <span className="r">Payout</span>
          </div>
        )}
        renderRow={(index) => <Line entry={ledger[index]!} zone={zone} />}
      />
      <div className="lr sm-ledger sm-total" data-testid="ledger-sum" data-agrees={sum.agrees}>
        <span />
        <span className="row">
          {sum.agrees ? (
            <IconCheck size={14} stroke={2} className="ok" aria-hidden="true" />
          ) : (
            <IconAlertTriangle size={14} stroke={2} className="bad" aria-hidden="true" />
          )}
          <span className={sum.agrees ? 'bb' : 'bb bad'}>{sum.agrees ? 'Adds up' : 'Does not add up'}</span>
          <span className="t2 el">
            {sum.agrees
              ? counted(ledger.length, 'entry', 'entries')
              : `payout stands at ${moneyFigure(action.payout)}`}
          </span>
        </span>
        <span className="r bb">{moneyFigure(sum.amount)}</span>
        <span />
        <span className="r bb">{moneyFigure(sum.payout)}</span>
      </div>
    </>
  );
}

function Line({ entry, zone }: { entry: LedgerEntry; zone: string }) {
  const { kind, at, reason, amount, deltaPayout, payout } = entry;
  const tone = deltaPayout > 0 ? 'ok' : deltaPayout < 0 ? 'bad' : 't3';
  return (
    <div className="sm-ledger" role="presentation" data-testid="ledger-row">
      <span role="gridcell" className="mono t2" title={fullTime(at, zone)}>
        {timeParts(at, zone).time}
      </span>
      <span role="gridcell" className="row">
        <span className="b">{eventLabel(kind)}</span>
        <span className="t2 el" title={reason === '' ? undefined : reason}>
          {reasonText(reason)}
        </span>
      </span>
      <span role="gridcell" className="r t2">
        {moneyFigure(amount)}
      </span>
      <span role="gridcell" className={`r ${tone}`}>
        {signedMoney(deltaPayout)}
      </span>
      <span role="gridcell" className="r b">
        {moneyFigure(payout)}
      </span>
    </div>
  );
}

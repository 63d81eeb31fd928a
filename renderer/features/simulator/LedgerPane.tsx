import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import type { LedgerEntry, Transition } from '../../../shared/domain/action.ts';
import { formatMoney } from '../../../shared/domain/money.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { moneyFigure, signedMoney, sumLedger } from '../../../shared/scenario/ledger-sum.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { counted, fullTime, timeParts } from '../../components/format.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { Pane } from '../../components/Pane.tsx';
import { ActionStatusChip } from './ActionsPane.tsx';
import { restoreAction } from './doing.ts';
import { reasonText } from './reasons.ts';
import { useSimulator } from './store.ts';
import { useSelectedAction } from './useActions.ts';

/** Every change of the selected action, and whether they add up. */
export function LedgerPane() {
  const view = useSelectedAction();
  if (view === undefined) {
    return (
      <Pane label="Ledger">
        <EmptyState title="No action selected">
          Choose one to see its ledger and what can be done next.
        </EmptyState>
      </Pane>
    );
  }
  return <Ledger view={view} />;
}

function Ledger({ view: { action, ledger, next, key } }: { view: ActionView }) {
  const zone = action.program.timeZone;
  const sum = sumLedger(ledger, action);
  return (
    <Pane label="Ledger">
      <div className="bar sm-bar">
        <h2>Ledger</h2>
        <span className="mono t2 el" title={action.id}>
          {action.id}
        </span>
        <span className="sp" />
        <span className="f12 t2">{action.program.currency}</span>
        <span className="f12 t2 nw" title={`Locks on ${fullTime(action.lockingDate, zone)}`}>
          locks {timeParts(action.lockingDate, zone).date.slice(4, -5)}
        </span>
        <ActionStatusChip status={action.status} />
      </div>
      <div className="lh sm-ledger">
        <span>Time</span>
        <span>Entry</span>
        <span className="r">Amount</span>
        <span className="r">Change</span>
        <span className="r">Payout</span>
      </div>
      <div className="scroll">
        {ledger.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a ledger only grows at its end
          <Line key={index} entry={entry} zone={zone} />
        ))}
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
                : `payout stands at ${formatMoney(action.payout)}`}
            </span>
          </span>
          <span className="r bb">{moneyFigure(sum.amount)}</span>
          <span />
          <span className="r bb">{moneyFigure(sum.payout)}</span>
        </div>
      </div>
      <NextSteps view={{ key, action, next }} />
    </Pane>
  );
}

function Line({ entry, zone }: { entry: LedgerEntry; zone: string }) {
  const { kind, at, reason, amount, deltaPayout, payout } = entry;
  const tone = deltaPayout > 0 ? 'ok' : deltaPayout < 0 ? 'bad' : 't3';
  return (
    <div className="lr sm-ledger" data-testid="ledger-row">
      <span className="mono t2" title={fullTime(at, zone)}>
        {timeParts(at, zone).time}
      </span>
      <span className="row">
        <span className="b">{eventLabel(kind)}</span>
        <span className="t2 el" title={reason === '' ? undefined : reason}>
          {reasonText(reason)}
        </span>
      </span>
      <span className="r t2">{moneyFigure(amount)}</span>
      <span className={`r ${tone}`}>{signedMoney(deltaPayout)}</span>
      <span className="r b">{moneyFigure(payout)}</span>
    </div>
  );
}

/** Only what is legal now is offered; the engine says which that is. */
function NextSteps({ view: { key, action, next } }: { view: Pick<ActionView, 'key' | 'action' | 'next'> }) {
  const can = (transition: Transition) => next.includes(transition);
  return (
    <div className="bar sm-next-steps">
      {can('modify') ? (
        <Button
          size="xs"
          rightSection={<KeyCaps keys="M" />}
          onClick={() => useSimulator.setState({ dialog: 'modify' })}
        >
          Modify…
        </Button>
      ) : null}
      {can('reverse') ? (
        <Button
          size="xs"
          rightSection={<KeyCaps keys="R" />}
          onClick={() => useSimulator.setState({ dialog: 'reverse' })}
        >
          Reverse…
        </Button>
      ) : null}
      {can('restore') ? (
        <Button size="xs" rightSection={<KeyCaps keys="S" />} onClick={() => void restoreAction(key)}>
          Restore
        </Button>
      ) : null}
      {can('modify') || can('reverse') || can('restore') ? null : (
        <span className="t2 f12">
          {action.status === 'APPROVED' ? 'It is approved' : 'It has locked'}: no more changes. Track a new
          action.
        </span>
      )}
    </div>
  );
}

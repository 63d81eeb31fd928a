import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { AttemptSummary, DeliveryView } from '../../../shared/contract/activity.ts';
import { outcomeSentence } from '../../../shared/delivery/outcome.ts';
import { eventLabel } from '../../../shared/scenario/samples.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { clockTime, counted, duration, fullTime } from '../../components/format.ts';
import { listKey } from '../../components/listKeys.ts';
import { markOfOutcome } from '../../components/marks.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { useActivity } from '../../state/activity.ts';
import { useUi } from '../../state/ui.ts';
import { useZone } from '../../state/workspace.ts';
import { AttemptView } from './AttemptView.tsx';
import { DeliveryMark } from './DeliveryMark.tsx';
import { cancelDelivery } from './doing.ts';
import { focusDeliveries } from './focus.ts';

/** Everything about the selected delivery: its attempts, and the bytes of one of them. */
export function DeliveryDetail() {
  const id = useUi(({ deliveryId }) => deliveryId);
  const delivery = useActivity(({ deliveries }) => (id === null ? undefined : deliveries.get(id)));
  if (delivery === undefined) {
    return (
      <section className="pane" aria-label="Delivery">
        <EmptyState title="No delivery selected">
          Choose one to see each attempt, the bytes that were sent and what came back.
        </EmptyState>
      </section>
    );
  }
  return <Detail key={delivery.id} delivery={delivery} />;
}

function Detail({ delivery }: { delivery: DeliveryView }) {
  const { id, event, actionId, attempts, state } = delivery;
  const [picked, setPicked] = useState<number | null>(null);
  const shown = attempts.find((attempt) => attempt.id === picked) ?? attempts.at(-1);
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') focusDeliveries();
    const at = shown === undefined ? -1 : attempts.indexOf(shown);
    const next = attempts[listKey(event.key, at, attempts.length, 1) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    setPicked(next.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')[attempts.indexOf(next)]?.focus();
  };
  const open = state === 'waiting' || state === 'in-flight';
  return (
    <section className="pane" aria-label="Delivery">
      <div className="bar sm-bar">
        <DeliveryMark delivery={delivery} />
        <h2>{eventLabel(event)}</h2>
        <span className="mono t2 el">{actionId}</span>
        <span className="sp" />
        {open ? (
          <Button size="xs" leftSection={<IconX size={14} />} onClick={() => cancelDelivery(id)}>
            Cancel delivery
          </Button>
        ) : (
          <span className="t2 f12 nw">{counted(attempts.length, 'attempt')}</span>
        )}
      </div>
      <div className="scroll" data-testid="attempt-detail">
        <div className="sm-attempts" role="radiogroup" aria-label="Attempts" onKeyDown={onKeyDown}>
          {attempts.map((attempt) => (
            <AttemptRow
              key={attempt.id}
              attempt={attempt}
              waiting={state === 'waiting' && attempt === attempts.at(-1)}
              on={attempt === shown}
              onChoose={() => setPicked(attempt.id)}
            />
          ))}
          {attempts.length === 0 ? <Planned delivery={delivery} /> : null}
        </div>
        {shown === undefined ? null : <AttemptView attempt={shown} />}
      </div>
    </section>
  );
}

function Planned({ delivery: { dueAt, state } }: { delivery: DeliveryView }) {
  const zone = useZone();
  const when = dueAt === null || state !== 'waiting' ? '' : ` It is due at ${clockTime(dueAt, zone)}.`;
  return <p className="t2 f12 sm-planned">Nothing has been sent for it.{when}</p>;
}

interface RowProps {
  attempt: AttemptSummary;
  waiting: boolean;
  on: boolean;
  onChoose: () => void;
}

function AttemptRow({ attempt, waiting, on, onChoose }: RowProps) {
  const { number, sentAt, outcome, status, durationMs, nextAt } = attempt;
  const zone = useZone();
  const { mark, label } = markOfOutcome(outcome);
  return (
    <button
      type="button"
      role="radio"
      aria-checked={on}
      tabIndex={on ? 0 : -1}
      className="sm-attempt"
      onClick={onChoose}
    >
      <OutcomeMark mark={mark} label={label} />
      <span className="b">{number}</span>
      <span className="mono t2" title={fullTime(sentAt, zone)}>
        {clockTime(sentAt, zone)}
      </span>
      <span>{status === null ? null : <StatusChip status={status} />}</span>
      <span className="r t2">{durationMs === null ? '' : duration(durationMs)}</span>
      <span className="sm-sentence">{outcomeSentence(outcome, status)}</span>
      {waiting && nextAt !== null ? (
        <span className="sm-next t2" title={fullTime(nextAt, zone)}>
          Attempt {number + 1} is due at <span className="mono">{clockTime(nextAt, zone)}</span>
        </span>
      ) : null}
    </button>
  );
}

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { AttemptSummary, DeliveryView } from '../../../shared/contract/activity.ts';
import { isLong, openFor } from '../../../shared/delivery/long-open.ts';
import { outcomeSentence } from '../../../shared/delivery/outcome.ts';
import { IconClockExclamation, IconRotateClockwise, IconX } from '../../components/icons.ts';
import { markOfOutcome } from '../../components/marks.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { clockTimeNear, duration, fullTime } from '../../lib/format.ts';
import { listKey } from '../../lib/list-keys.ts';
import { useClock, useVirtualNow } from '../../state/clock.ts';
import { canCancel, cancelDeliveries, canRetry, retryDeliveries } from '../../state/delivery-commands.ts';
import { useZone } from '../../state/workspace.ts';
import { AttemptView } from '../attempt/index.ts';
import { focusAttempts } from './focus-deliveries.ts';
import { useSimulator } from './simulator-view.ts';

const pick = (attemptId: number) => useSimulator.setState({ attemptId });

interface DeliveryPartsProps {
  delivery: DeliveryView;
  /** Escape: back to where the delivery was chosen. */
  onLeave: () => void;
}

/** Everything about a delivery: its attempts, and the bytes of one of them. */
export function DeliveryParts({ delivery, onLeave }: DeliveryPartsProps) {
  const { attempts, state } = delivery;
  const picked = useSimulator(({ attemptId }) => attemptId);
  const shown = attempts.find((attempt) => attempt.id === picked) ?? attempts.at(-1);
  useEffect(() => {
    if (!useSimulator.getState().focus) return;
    useSimulator.setState({ focus: false });
    focusAttempts();
  }, []);
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') onLeave();
    const at = shown === undefined ? -1 : attempts.indexOf(shown);
    const next = attempts[listKey(event.key, at, attempts.length, 1) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    pick(next.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')[attempts.indexOf(next)]?.focus();
  };
  return (
    <div className="scroll" data-testid="attempt-detail">
      <LongOpen delivery={delivery} />
      <div className="simulator-attempts" role="radiogroup" aria-label="Attempts" onKeyDown={onKeyDown}>
        {attempts.map((attempt) => (
          <AttemptRow
            key={attempt.id}
            attempt={attempt}
            waiting={state === 'waiting' && attempt === attempts.at(-1)}
            on={attempt === shown}
            onChoose={() => pick(attempt.id)}
          />
        ))}
        {attempts.length === 0 ? <Planned delivery={delivery} /> : null}
      </div>
      {shown === undefined ? null : <AttemptView attempt={shown} />}
    </div>
  );
}

/** What can be done with a delivery as it stands. */
export function DeliveryButtons({ delivery: { id, state } }: { delivery: DeliveryView }) {
  return (
    <>
      {canRetry(state) ? (
        <Button
          size="xs"
          leftSection={<IconRotateClockwise size={14} stroke={1.5} />}
          onClick={() => retryDeliveries([id])}
        >
          Retry now
        </Button>
      ) : null}
      {canCancel(state) ? (
        <Button size="xs" leftSection={<IconX size={14} />} onClick={() => cancelDeliveries([id])}>
          Cancel
        </Button>
      ) : null}
    </>
  );
}

/** Says how long a delivery has been open, once that is longer than the platform calls normal. */
function LongOpen({ delivery }: { delivery: DeliveryView }) {
  const live = useClock(({ view }) => view !== null && view.runId === delivery.runId);
  const minute = useVirtualNow(60_000);
  if (!isLong(delivery, live ? minute : Number.NEGATIVE_INFINITY)) return null;
  const open = canCancel(delivery.state);
  return (
    <p className={open ? 'text-12 simulator-long text-warn' : 'text-12 simulator-long dimmed'}>
      <IconClockExclamation size={14} stroke={1.5} aria-hidden="true" />
      {open
        ? `Open for ${duration(openFor(delivery, minute))} since its event. After an hour, the platform recommends contacting support.`
        : `Was open for ${duration(openFor(delivery, 0))} after its event; the platform calls up to an hour normal.`}
    </p>
  );
}

function Planned({ delivery: { dueAt, state } }: { delivery: DeliveryView }) {
  const zone = useZone();
  const now = useVirtualNow(60_000);
  const when = dueAt === null || state !== 'waiting' ? '' : ` Due at ${clockTimeNear(dueAt, zone, now)}.`;
  // Without an attempt, nothing else gives a delivery up.
  if (state === 'given-up')
    return <p className="dimmed text-12 simulator-planned">Nothing was sent: the postback was disabled.</p>;
  return <p className="dimmed text-12 simulator-planned">Nothing has been sent yet.{when}</p>;
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
  const now = useVirtualNow(60_000);
  const { mark, label } = markOfOutcome(outcome);
  return (
    <button
      type="button"
      role="radio"
      aria-checked={on}
      tabIndex={on ? 0 : -1}
      className="simulator-attempt"
      onClick={onChoose}
    >
      <OutcomeMark mark={mark} label={label} />
      <span className="medium">{number}</span>
      <span className="mono dimmed ellipsis" title={fullTime(sentAt, zone)}>
        {clockTimeNear(sentAt, zone, now)}
      </span>
      <span>{status === null ? null : <StatusChip status={status} />}</span>
      <span className="align-right dimmed">{durationMs === null ? '' : duration(durationMs)}</span>
      <span className="simulator-sentence">{outcomeSentence(outcome, status)}</span>
      {waiting && nextAt !== null ? (
        <span className="simulator-next dimmed" title={fullTime(nextAt, zone)}>
          Attempt {number + 1} is due at <span className="mono">{clockTimeNear(nextAt, zone, now)}</span>
        </span>
      ) : null}
    </button>
  );
}

import type { AttemptSummary } from '../../../shared/contract/activity.ts';
import type { CaptureDelivery } from '../../../shared/contract/captures.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { markOfOutcome } from '../../components/marks.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { count } from '../../lib/format.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { openDelivery } from '../../state/ui.ts';

/** Marks in front and behind of the ones left out. */
const SHOWN = 8;

/** The delivery that a capture is one attempt of: how all of its attempts ended. */
export function DeliveryLine({ delivery }: { delivery: CaptureDelivery }) {
  const known = useDelivery(delivery.deliveryId);
  const { attemptNumber, event, subject, outcome } = delivery;
  const of = known === undefined ? '' : ` of ${count(known.attempts.length)}`;
  return (
    <div className="hstack receiver-delivery">
      <span className="hstack receiver-marks">
        {known === undefined ? (
          <OutcomeMark {...markOfOutcome(outcome)} />
        ) : (
          <Marks attempts={known.attempts} />
        )}
      </span>
      <span className="text-12 ellipsis">
        <span className="medium">{eventLabel(event)}</span> <span className="mono dimmed">{subject}</span>{' '}
        <span className="dimmed">
          attempt {count(attemptNumber)}
          {of}
        </span>
      </span>
      <span className="spacer" />
      {known === undefined ? null : (
        <button type="button" className="link text-12" onClick={() => openDelivery(known)}>
          Show in Simulator
        </button>
      )}
    </div>
  );
}

function Marks({ attempts }: { attempts: readonly AttemptSummary[] }) {
  const cut = attempts.length > SHOWN ? attempts.length - SHOWN : 0;
  const ends = cut === 0 ? attempts : [...attempts.slice(0, SHOWN - 1), ...attempts.slice(-1)];
  return ends.map(({ id, outcome }, index) => (
    <span key={id} className="hstack receiver-marks">
      {cut > 0 && index === ends.length - 1 ? <span className="faint text-11">+{count(cut)}</span> : null}
      <OutcomeMark {...markOfOutcome(outcome)} />
    </span>
  ));
}

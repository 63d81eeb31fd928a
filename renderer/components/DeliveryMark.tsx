import type { DeliveryView } from '../../shared/contract/activity.ts';
import { markOfOutcome, markOfState } from './marks.ts';
import { OutcomeMark } from './OutcomeMark.tsx';

/** Where a delivery stands; one that waits for another try shows how the last one ended. */
export function DeliveryMark({ delivery: { state, attempts } }: { delivery: DeliveryView }) {
  const last = attempts.at(-1);
  if (state !== 'waiting' || last === undefined) return <OutcomeMark mark={markOfState(state)} />;
  const { mark, label } = markOfOutcome(last.outcome);
  return <OutcomeMark mark={mark} label={`${label}; will be retried`} />;
}

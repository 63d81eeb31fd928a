import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import type { ComparedDelivery } from '../../../../shared/receiver/compare/compare-deliveries.ts';
import { markOfOutcome } from '../../../components/marks.ts';

interface Props {
  compared: ComparedDelivery;
  left: number;
  right: number;
}

/** One delivery that differs: what it is, and in what. */
export function ComparedDeliveryRow({ compared, left, right }: Props) {
  const delivery = compared.left ?? compared.right;
  if (delivery === null) return null;
  const said = differenceOf(compared, left, right);
  return (
    <div className="run-compare-delivery" role="presentation" data-testid="compared-row">
      <span role="gridcell" className="ellipsis">
        <span className="medium">{eventLabel(delivery.event)}</span>{' '}
        <span className="mono dimmed" title={delivery.subjectId}>
          {delivery.subjectId}
        </span>
      </span>
      <span role="gridcell" className="dimmed text-12 ellipsis" title={said}>
        {said}
      </span>
    </div>
  );
}

/** How the attempts of a delivery ended: "503, Response timeout, 200", "not sent". */
export function attemptsText({ attempts, state }: DeliveryView): string {
  const each = attempts.map(({ status, outcome }) =>
    status === null ? markOfOutcome(outcome).label : String(status),
  );
  if (state === 'cancelled' && attempts.at(-1)?.outcome !== 'cancelled') each.push('Cancelled');
  return each.length === 0 ? 'not sent' : each.join(', ');
}

/** What a delivery differs in, the worst first. */
function differenceOf(
  { left, right, outcome, times, keys }: ComparedDelivery,
  first: number,
  second: number,
): string {
  if (left === null) return `only in run ${second}`;
  if (right === null) return `only in run ${first}`;
  const parts = [
    outcome ? `${attemptsText(left)} against ${attemptsText(right)}` : '',
    keys.join(', '),
    times ? 'sent at another time' : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** One line with tabs: event, action, what differs. */
export function textOf(compared: ComparedDelivery): string {
  const delivery = compared.left ?? compared.right;
  if (delivery === null) return '';
  const { event, subjectId, postbackName } = delivery;
  const difference = differenceOf(compared, compared.left?.runId ?? 0, compared.right?.runId ?? 0);
  return [eventLabel(event), subjectId, postbackName, difference].join('\t');
}

import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { lastEnd } from '../../../../shared/delivery/delivery.ts';
import type { Mark } from '../../../../shared/delivery/mark.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { MARK_LABELS, markOfState } from '../../../components/marks.ts';
import { duration } from '../../../lib/format.ts';

/** Short names for the legend, where each has its shape beside it. */
export const LEGEND_WORDS: Record<Mark, string> = {
  delivered: 'Delivered',
  'not-accepted': 'Not accepted',
  'no-answer': 'No response',
  'given-up': 'Given up',
  'in-flight': 'In flight',
  planned: 'Planned',
  cancelled: 'Cancelled',
  unknown: 'Unknown',
};

/** What a row says besides its columns, for those who do not see its marks. */
export function rowSentence(delivery: DeliveryView): string {
  const { state, attempts, payout = '' } = delivery;
  const last = attempts.at(-1);
  const end = lastEnd(delivery);
  return [
    MARK_LABELS[markOfState(state)],
    end === undefined || end.status === null ? '' : `response ${end.status}`,
    last?.durationMs == null ? '' : `in ${duration(last.durationMs)}`,
    payout === '' ? '' : `payout ${payout}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** "Tracked 1000.4636.158133" */
export function deliveryName({ event, subjectId }: DeliveryView): string {
  return `${eventLabel(event)} ${subjectId}`;
}

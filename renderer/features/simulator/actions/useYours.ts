import { differenceText } from '../../../../shared/scenario/receiver-books.ts';
import { useActivity } from '../../../state/activity.ts';

/** What a receiver holds of an action that differs from the platform's books. */
export interface Yours {
  /** '' where its records show no payout, or there is none. */
  payout: string;
  /** Each difference. */
  text: string;
}

/** Undefined where no run compared the action, or the books are equal. */
export function useYours(runId: number | null, key: number): Yours | undefined {
  const record = useActivity(({ runs }) =>
    runId === null ? undefined : runs.get(runId)?.receiverBooks?.records.find((one) => one.key === key),
  );
  if (record === undefined || record.unjudged !== '' || record.differences.length === 0) return undefined;
  return {
    payout: record.receiver?.payout ?? '',
    text: record.differences.map(differenceText).join('; '),
  };
}

import { ATTEMPT_OUTCOMES } from '../../../shared/delivery/outcome.ts';
import { markOfOutcome } from '../../components/marks.ts';

/** How a request ended that had no response, in words: "Connection refused". */
export function outcomeLabel(outcome: string): string {
  const known = ATTEMPT_OUTCOMES.find((one) => one === outcome);
  return known === undefined ? outcome : markOfOutcome(known).label;
}

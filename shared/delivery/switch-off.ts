import { formatDuration } from '../domain/duration.ts';
import type { SenderProfile } from './profile.ts';
import type { DeliveryRules } from './rules.ts';

/** A postback that its profile switched off after too many consecutive failures; nothing is sent for it. */
export interface SwitchedOff {
  /** The folder of its workspace; empty if unknown. */
  workspace: string;
  /** Its file in the workspace. */
  file: string;
  /** Ms since the epoch on the clock for manual work. */
  at: number;
  /** The reason, as a sentence. */
  sentence: string;
}

/**
 * Whether a postback is switched off at `now`: `failures` of its consecutive failures lie within the period, both
 * ends included. `failuresInARow` are the times (ms on the clock in force, oldest first) of the failures since
 * the last success or since it was last switched on. Time alone does not switch it on again. Everflow publishes
 * such a rule: 10 in a row in 72 h.
 */
export function isSwitchedOff(
  rule: SenderProfile['switchOff'],
  failuresInARow: readonly number[],
  now: number,
): boolean {
  if (rule === false) return false;
  for (let last = rule.failures - 1; last < failuresInARow.length; last += 1) {
    const to = failuresInARow[last]!;
    if (to > now) return false;
    if (to - failuresInARow[last - rule.failures + 1]! <= rule.within) return true;
  }
  return false;
}

/** The reason why a postback is switched off under these rules. */
export function switchOffSentence(rules: DeliveryRules): string {
  const rule = rules.profile.switchOff;
  if (rule === false) return 'The postback is not disabled.';
  const { failures, within } = rule;
  return `The postback is disabled: ${failures} failures in a row within ${formatDuration(within)}.`;
}

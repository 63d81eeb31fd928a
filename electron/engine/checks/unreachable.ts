import type { Check } from '../../../shared/checks/check.ts';
import type { CheckResult, FirstLook } from '../../../shared/checks/report.ts';
import { type AttemptOutcome, outcomeSentence } from '../../../shared/delivery/outcome.ts';
import type { LookedFirst } from './first-look.ts';

/** Outcomes in which nothing was sent at all, whatever is sent next. */
const NEVER_SENT: ReadonlySet<string> = new Set<AttemptOutcome>([
  'refused',
  'unresolvable',
  'tls-error',
  'not-allowed',
  'malformed-url',
  'secret-missing',
]);

/** Why nothing can be sent to a receiver, and what to do; '' where it can. */
export function unreachableProblem({ response: { outcome, body } }: FirstLook): string {
  if (!NEVER_SENT.has(outcome)) return '';
  // The causes of these say what to do themselves.
  if (outcome === 'tls-error' || outcome === 'secret-missing') return body;
  const todo =
    outcome === 'refused' ? 'Start your receiver, or correct its address.' : 'Correct its address.';
  return `${outcomeSentence(outcome as AttemptOutcome, null)} ${todo}`;
}

/** The first look where nothing responded. */
export const NOTHING_SEEN: LookedFirst = {
  view: {
    response: { outcome: 'timeout', status: null, body: '', ms: 0 },
    accepted: false,
    before: null,
    after: null,
    fields: [],
    unsure: [],
    booked: false,
    lagMs: null,
    problem: '',
    unseen: '',
  },
  mapping: undefined,
  played: [],
};

/** A check that was not played. */
export function unplayed({ id, category, title, why, remedy }: Check, sentence: string): CheckResult {
  return {
    id,
    category,
    title,
    why,
    verdict: 'skip',
    saw: '',
    sentence,
    diagnoses: [],
    diagnosis: null,
    add: null,
    evidence: [],
    remedy,
    ms: 0,
  };
}

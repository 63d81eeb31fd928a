import type { Check } from '../../../shared/checks/check.ts';
import type { CheckResult, FirstLook } from '../../../shared/checks/report.ts';
import { type AttemptOutcome, outcomeSentence } from '../../../shared/delivery/outcome.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { LookedFirst } from './first-look.ts';

/** Outcomes in which nothing was sent at all, whatever is sent next, and whose fault that is. */
const NEVER_SENT: Readonly<Partial<Record<AttemptOutcome, ErrorCode>>> = {
  refused: 'PB_RECEIVER_UNREACHABLE',
  unresolvable: 'PB_RECEIVER_UNREACHABLE',
  'tls-error': 'PB_RECEIVER_UNREACHABLE',
  'not-allowed': 'PB_HOST_NOT_ALLOWED',
  'malformed-url': 'PB_URL_INVALID',
  'secret-missing': 'PB_ARGUMENT_INVALID',
};

/** Why nothing can be sent to a receiver, and what to do; undefined where it can. */
export function whyUnreachable({ response }: FirstLook): { problem: string; code: ErrorCode } | undefined {
  const outcome = response.outcome as AttemptOutcome;
  const code = NEVER_SENT[outcome];
  if (code === undefined) return undefined;
  // The causes of these say what to do themselves.
  if (outcome === 'tls-error' || outcome === 'secret-missing') return { problem: response.body, code };
  const todo =
    outcome === 'refused' ? 'Start your receiver, or correct its address.' : 'Correct its address.';
  return { problem: `${outcomeSentence(outcome, null)} ${todo}`, code };
}

/** The first look where nothing responded. */
export const NOTHING_SEEN: LookedFirst = {
  view: {
    response: { outcome: 'timeout', status: null, body: '', ms: 0 },
    accepted: false,
    before: null,
    after: null,
    fields: [],
    words: [],
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
    unplayed: true,
    ms: 0,
  };
}

import { type AttemptOutcome, outcomeSentence } from './outcome.ts';
import type { ProfileField, SenderProfile } from './profile.ts';
import type { DeliveryRules, EndedAttempt } from './rules.ts';

/** The parts of a response that are judged: its status, and its body, decompressed (gzip, br), as text. */
export interface JudgedResponse {
  status: number;
  body: string;
}

export interface Verdict {
  accepted: boolean;
  /** The rule that decided, in plain words. */
  sentence: string;
}

type SuccessRule = SenderProfile['success'];

const ONLY: Record<SuccessRule, string> = {
  '200-201': 'only 200 and 201 count as success',
  '2xx': 'only a 2xx counts as success',
  '200': 'only 200 counts as success',
};

/** Longest quote of a body text in a sentence, in characters. */
const QUOTED = 80;

/** Whether a status alone counts as success; a redirect never does, and is never followed. */
export function isSuccessStatus(status: number, success: SuccessRule): boolean {
  if (success === '200') return status === 200;
  if (success === '200-201') return status === 200 || status === 201;
  return status >= 200 && status < 300;
}

/**
 * Whether a status acknowledges a postback under impact.com's stricter reading: 200 or 201 (documented
 * in two help articles; the OpenAPI document says any 2xx).
 */
export function isAccepted(status: number): boolean {
  return isSuccessStatus(status, '200-201');
}

/**
 * Whether a response acknowledges a postback. The status comes first (impact.com's articles say 200 or 201, its
 * OpenAPI document any 2xx, so the profile decides); then the error response; then the success response. What
 * impact.com compares these two with is not published: a case-sensitive part of the decoded body is assumed. An
 * empty text counts as not set.
 */
export function judgeResponse(answer: JudgedResponse, rules: DeliveryRules): Verdict {
  const { status, body } = answer;
  const { success } = rules.profile;
  if (!isSuccessStatus(status, success)) {
    const redirect = status >= 300 && status < 400;
    return no(
      redirect
        ? `Responded with ${status}; redirects are not followed and do not count as success.`
        : `Responded with ${status}; ${ONLY[success]}.`,
    );
  }
  const { successResponse = '', errorResponse = '' } = rules;
  if (errorResponse !== '' && body.includes(errorResponse)) {
    return no(`Responded with ${status}, but the body contains the error response ${quote(errorResponse)}.`);
  }
  if (successResponse === '')
    return { accepted: true, sentence: `Responded with ${status}, which is accepted.` };
  const wanted = `the success response ${quote(successResponse)}`;
  if (body === '')
    return no(`Responded with ${status}, but the body is empty and so does not contain ${wanted}.`);
  if (!body.includes(successResponse)) {
    return no(`Responded with ${status}, but the body does not contain ${wanted}.`);
  }
  return { accepted: true, sentence: `Responded with ${status} and ${wanted}, which is accepted.` };
}

const no = (sentence: string): Verdict => ({ accepted: false, sentence });

/** A text in quotation marks with visible line breaks; a long one is cut, with a note of how much is shown. */
function quote(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= QUOTED) return JSON.stringify(text);
  const start = JSON.stringify(characters.slice(0, QUOTED).join(''));
  return `${start.slice(0, -1)}…" (${QUOTED} of ${characters.length} characters)`;
}

/**
 * Never tried again, whatever the profile says. Documented by impact.com: a malformed URL and a host that does
 * not resolve. The others are Postbench's own: safety, the user's hand, disorder.
 */
const FINAL: ReadonlySet<AttemptOutcome> = new Set([
  'unresolvable',
  'malformed-url',
  'not-allowed',
  'secret-missing',
  'cancelled',
  'dropped',
]);

/** Why a failed attempt is the last one, whatever retries are left; undefined when the profile retries such a failure. */
export function whyNotRetried(rules: DeliveryRules, last: EndedAttempt): string | undefined {
  const { outcome, status } = last;
  const { profile } = rules;
  if (FINAL.has(outcome)) return `${outcomeSentence(outcome, status)} This is not retried.`;
  if (status !== null && profile.finalStatuses.includes(status)) {
    return `Responded with ${status}, which ends a delivery${certaintyNote(rules, 'finalStatuses')}: not retried.`;
  }
  if (status !== null && profile.final4xx && status >= 400 && status < 500) {
    return `Responded with ${status}; a 4xx ends a delivery${certaintyNote(rules, 'final4xx')}: not retried.`;
  }
  const { retryOn } = profile;
  if (retryOn === 'every failure' || (status !== null && status >= 500 && status < 600)) return undefined;
  const late = retryOn === '5xx or late response';
  if (late && outcome === 'timeout') return undefined;
  const what = status === null ? 'There was no response' : `Responded with ${status}`;
  const only = late ? 'only a 5xx or a late response' : 'only a 5xx';
  return `${what}; ${only} is retried${certaintyNote(rules, 'retryOn')}.`;
}

/** Says beside a rule that it is not certain; nothing beside one that is. */
export function certaintyNote(rules: DeliveryRules, field: ProfileField): string {
  const certainty = rules.certainty?.(field);
  return certainty === 'assumed' || certainty === 'third party' ? ` (${certainty})` : '';
}

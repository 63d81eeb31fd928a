import type { CheckContext, Judgement, Verdict } from './check.ts';
import type { DiagnosisId } from './diagnosis.ts';
import type { PlayedStory, StoryExchange } from './story.ts';

export const PASSED: Judgement = { verdict: 'pass', saw: '', sentence: '' };

/** "204", or what happened instead of a response. */
export function statusText({ response: { status, outcome } }: StoryExchange): string {
  return status === null ? outcome : String(status);
}

/** Whether a response refused a postback: there was one, and it was not success. */
export function isRefused({ response, accepted }: StoryExchange): boolean {
  return response.status !== null && !accepted;
}

/** The first sending of each request of a story: what a receiver did before any retry. */
export function firstTries({ exchanges }: PlayedStory): StoryExchange[] {
  return exchanges.filter(({ retry, again }) => !retry && !again);
}

/** Where several things are wrong with one cause: what the receiver must know first. */
export function unpreparedHint({ prepared }: CheckContext): string {
  return prepared
    ? ''
    : ' Either your receiver is at fault, or it does not know this click. Register it with --before, or fix its values with --set.';
}

export interface RefusalRule {
  /** The verdict where only the variation is refused. */
  refused: Verdict;
  /** The verdict for a 5xx or a broken connection; the one of `refused` by default. */
  crashed?: Verdict;
  /** What is varied, for the sentence: "an empty SubId2". */
  what: string;
  /** Why it must be accepted, as a sentence. */
  because: string;
  /** A reason that other checks may show too. */
  diagnosis?: DiagnosisId;
}

/**
 * Of two stories, the first with a variation and the second without: whether only the variation is refused. Where both
 * are, there is another cause, which another check names.
 */
export function judgeVariation(played: readonly PlayedStory[], rule: RefusalRule): Judgement {
  const [varied, plain] = played;
  const one = varied && firstTries(varied)[0];
  const other = plain && firstTries(plain)[0];
  if (one === undefined || other === undefined) return unseen();
  if (one.accepted) return { ...PASSED, saw: statusText(one) };
  if (!other.accepted)
    return {
      verdict: 'skip',
      saw: statusText(other),
      sentence: 'An ordinary creation is refused too; another check says why.',
    };
  const crashed = one.response.status === null || one.response.status >= 500;
  const verdict = crashed ? (rule.crashed ?? rule.refused) : rule.refused;
  return {
    verdict,
    saw: statusText(one),
    sentence: `A creation with ${rule.what} got ${statusText(one)}, and one without got ${statusText(other)}. ${rule.because}`,
    stories: [0],
    ...(rule.diagnosis !== undefined && { diagnoses: [rule.diagnosis] }),
  };
}

/** No request was answered, so nothing can be said. */
export function unseen(): Judgement {
  return { verdict: 'skip', saw: '', sentence: 'No request for this check had a response.' };
}

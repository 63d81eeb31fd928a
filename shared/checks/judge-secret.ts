import type { CheckContext, Judgement } from './check.ts';
import { differs } from './judge-records.ts';
import { firstTries, PASSED, statusText, unseen } from './judge-responses.ts';
import type { PlayedStory } from './story.ts';

/**
 * Whether a postback without the right secret was booked. What the receiver responds says little: 200 and not booked is
 * right. A secret that nobody named can only warn: it may be something else.
 */
export function judgeSecret(
  [played]: readonly PlayedStory[],
  { secret, probe, mapping, books }: CheckContext,
): Judgement {
  const first = played && firstTries(played)[0];
  if (played === undefined || first === undefined || first.response.status === null) return unseen();
  const saw = statusText(first);
  const name = secret?.name ?? '';
  const isSeen = probe === 'look' && mapping !== undefined && books && played.unread === undefined;
  const doubt =
    secret?.confirmed === true
      ? ''
      : ` “${name}” was found by its name; --secret ${name} makes this a failure.`;
  if (isSeen && differs(played))
    return {
      verdict: secret?.confirmed === true ? 'fail' : 'warn',
      saw: 'booked',
      sentence: `It got ${saw} and was booked: whoever knows the URL can book payouts.${doubt}`,
      diagnoses: ['ignores-secret'],
    };
  if (first.response.status >= 500)
    return {
      verdict: 'warn',
      saw,
      sentence: `It was refused with ${saw}, as if your receiver were broken: the platform would retry it for days.`,
    };
  if (!isSeen && first.accepted)
    return { verdict: 'warn', saw, sentence: `It got ${saw}. Whether it was booked cannot be seen.${doubt}` };
  return { ...PASSED, saw: first.accepted ? `${saw}, not booked` : saw };
}

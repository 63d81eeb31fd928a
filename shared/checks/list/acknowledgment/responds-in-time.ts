import { formatDuration } from '../../../domain/duration.ts';
import type { Check } from '../../check.ts';
import { PASSED, unseen } from '../../judge-responses.ts';

/** Real ms from which on a response is slow. */
const SLOW = 5_000;

export const respondsInTime: Check = {
  id: 'responds-in-time',
  category: 'acknowledgment',
  title: 'Responds in time',
  why: [
    { sentence: 'A response that takes too long counts as none.', certainty: 'assumed' },
    { sentence: 'A postback without success is sent again, up to 15 times.', certainty: 'documented' },
  ],
  stories: () => [],
  judge: (_played, { timeout }, { all }) => {
    const late = all.filter(
      ({ response }) => response.outcome === 'timeout' || (response.status !== null && response.ms > timeout),
    );
    const answered = all.filter(({ response }) => response.status !== null);
    if (late.length > 0)
      return {
        verdict: 'fail',
        saw: `over ${formatDuration(timeout)}`,
        sentence: `${late.length} of ${all.length} requests had no complete response within ${formatDuration(timeout)}.`,
      };
    if (answered.length === 0) return unseen();
    const slowest = Math.max(...answered.map(({ response }) => response.ms));
    const saw = `slowest ${formatDuration(slowest)}`;
    return slowest > SLOW
      ? {
          verdict: 'warn',
          saw,
          sentence: `The slowest response took ${formatDuration(slowest)}; the platform’s limit is not published.`,
        }
      : { ...PASSED, saw };
  },
  remedy: 'respond-then-work',
};

import type { Check } from '../../check.ts';
import { judgeBroken, judgeStatus } from '../../judge-plain.ts';

export const no5xx: Check = {
  id: 'no-5xx',
  category: 'acknowledgment',
  title: 'An ordinary postback gets neither 5xx nor a broken connection',
  why: [
    { sentence: 'Only 200 and 201 count as success.', certainty: 'documented' },
    { sentence: 'A postback without success is sent again, up to 15 times.', certainty: 'documented' },
  ],
  stories: () => [],
  judge: (played, context, seen) =>
    judgeBroken(seen) ??
    judgeStatus(
      (status) => status >= 500,
      'The platform takes only 200 and 201 for success, so it sends it again and again, and gives up in the end.',
    )(played, context, seen),
  remedy: 'store-first',
};

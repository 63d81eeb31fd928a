import type { Check } from '../../check.ts';
import { judgeStatus } from '../../judge-plain.ts';

export const no5xx: Check = {
  id: 'no-5xx',
  category: 'acknowledgment',
  title: 'An ordinary postback does not get 5xx',
  why: [
    { sentence: 'Only 200 and 201 count as success.', certainty: 'documented' },
    { sentence: 'A postback without success is sent again, up to 15 times.', certainty: 'documented' },
  ],
  stories: () => [],
  judge: judgeStatus(
    (status) => status >= 500,
    'The platform takes only 200 and 201 for success, so it sends it again and again, and gives up in the end.',
  ),
  remedy: 'store-first',
};

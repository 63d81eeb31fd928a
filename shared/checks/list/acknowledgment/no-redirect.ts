import type { Check } from '../../check.ts';
import { judgeStatus } from '../../judge-plain.ts';

export const noRedirect: Check = {
  id: 'no-redirect',
  category: 'acknowledgment',
  title: 'An ordinary postback is not redirected',
  why: [
    { sentence: 'Redirects are not followed.', certainty: 'assumed' },
    { sentence: 'A postback without success is sent again, up to 15 times.', certainty: 'documented' },
  ],
  stories: () => [],
  judge: judgeStatus(
    (status) => status >= 300 && status < 400,
    'Redirects are not followed. The platform takes only 200 and 201 for success, so it sends it again and again, and gives up in the end.',
  ),
  remedy: 'respond-directly',
};

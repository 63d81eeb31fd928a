import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const longValuesAccepted: Check = {
  id: 'long-values-accepted',
  category: 'acknowledgment',
  title: 'Values of 255 characters are accepted',
  why: [{ sentence: 'SubIds and SharedId have up to 255 characters.', certainty: 'documented' }],
  needs: { varies: ['SubId1', 'SharedId'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: 'x'.repeat(255), SharedId: 'y'.repeat(255) } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      crashed: 'fail',
      what: '255 characters in SubId1 and SharedId',
      because: 'That is the documented length.',
    }),
  remedy: 'wide-columns',
};

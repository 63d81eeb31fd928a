import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const longId: Check = {
  id: 'long-id',
  category: 'acknowledgment',
  title: 'An action ID of more than 32 characters is accepted',
  why: [{ sentence: 'The form of an action’s ID is only known from examples.', certainty: 'assumed' }],
  needs: { placeholders: ['ActionId'], varies: ['ActionId'] },
  stories: () => [
    {
      events: [
        { action: 'b', type: 'create' },
        { action: 'a', type: 'create' },
      ],
      sends: [{ event: 1 }, { event: 0 }],
      ids: { a: { of: 'b', and: '0123456789'.repeat(3) } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'an ID of more than 32 characters',
      because: 'Nothing limits its length.',
    }),
  remedy: 'wide-columns',
};

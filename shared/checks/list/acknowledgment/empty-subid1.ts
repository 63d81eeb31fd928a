import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptySubid1: Check = {
  id: 'empty-subid1',
  category: 'acknowledgment',
  title: 'An empty SubId1 is accepted',
  why: [{ sentence: 'A value that was not set travels as an empty parameter.', certainty: 'assumed' }],
  needs: { placeholders: ['SubId1'], varies: ['SubId1'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: '' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'an empty SubId1',
      because: 'A value that was not set arrives empty.',
    }),
  remedy: 'accept-empty',
};

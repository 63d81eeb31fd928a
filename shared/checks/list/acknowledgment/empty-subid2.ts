import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptySubid2: Check = {
  id: 'empty-subid2',
  category: 'acknowledgment',
  title: 'An empty SubId2 is accepted',
  why: [{ sentence: 'Real requests carried this parameter without a value.', certainty: 'observed' }],
  needs: { placeholders: ['SubId2'], varies: ['SubId2'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId2: '' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'fail',
      diagnosis: 'refuses-empty',
      what: 'an empty SubId2',
      because: 'Real requests carry it empty.',
    }),
  remedy: 'accept-empty',
};

import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptySubid3: Check = {
  id: 'empty-subid3',
  category: 'acknowledgment',
  title: 'An empty SubId3 is accepted',
  why: [{ sentence: 'Real requests carried this parameter without a value.', certainty: 'observed' }],
  needs: { placeholders: ['SubId3'], varies: ['SubId3'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId3: '' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'fail',
      diagnosis: 'refuses-empty',
      what: 'an empty SubId3',
      because: 'Real requests carry it empty.',
    }),
  remedy: 'accept-empty',
};

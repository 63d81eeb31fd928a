import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptySharedid: Check = {
  id: 'empty-sharedid',
  category: 'acknowledgment',
  title: 'An empty SharedId is accepted',
  why: [{ sentence: 'Real requests carried this parameter without a value.', certainty: 'observed' }],
  needs: { placeholders: ['SharedId'], varies: ['SharedId'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SharedId: '' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'fail',
      diagnosis: 'refuses-empty',
      what: 'an empty SharedId',
      because: 'Real requests carry it empty.',
    }),
  remedy: 'accept-empty',
};

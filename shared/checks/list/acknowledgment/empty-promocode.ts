import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptyPromocode: Check = {
  id: 'empty-promocode',
  category: 'acknowledgment',
  title: 'An empty PromoCode is accepted',
  why: [{ sentence: 'A value that was not set travels as an empty parameter.', certainty: 'assumed' }],
  needs: { placeholders: ['PromoCode'], varies: ['PromoCode'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { PromoCode: '' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'an empty PromoCode',
      because: 'A value that was not set arrives empty.',
    }),
  remedy: 'accept-empty',
};

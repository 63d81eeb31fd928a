import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const zeroPayout: Check = {
  id: 'zero-payout',
  category: 'acknowledgment',
  title: 'A payout of 0.00 is accepted',
  why: [{ sentence: 'Real requests carried Payout 0.00.', certainty: 'observed' }],
  needs: { placeholders: ['Payout'], varies: ['Payout'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create', purchase: { amount: 10_000, payout: 0 } }],
      sends: [{ event: 0 }],
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'fail',
      diagnosis: 'refuses',
      what: 'a payout of 0.00',
      because: 'Real requests carry it.',
    }),
  remedy: 'accept-empty',
};

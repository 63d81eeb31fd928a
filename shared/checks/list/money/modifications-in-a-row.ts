import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const modificationsInARow: Check = {
  id: 'modifications-in-a-row',
  category: 'money',
  title: 'Several modifications end at the last one',
  why: [
    {
      sentence: 'Payout is the action’s current total; the change travels as DeltaPayout.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'any', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
        { action: 'a', type: 'modify', amount: 20_000, payout: 2_000 },
        { action: 'a', type: 'modify', amount: 15_500, payout: 1_550 },
      ],
      sends: [{ event: 0 }, { event: 1 }, { event: 2 }, { event: 3 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const payoutNotAmount: Check = {
  id: 'payout-not-amount',
  category: 'money',
  title: 'Payout is booked, not Amount',
  why: [
    {
      sentence: 'Payout is the action’s current total; the change travels as DeltaPayout.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'any', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create', purchase: { amount: 14_370, payout: 1_437 } }],
      sends: [{ event: 0 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'book-payout',
};

import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const exactCents: Check = {
  id: 'exact-cents',
  category: 'money',
  title: 'Money are not rounded',
  why: [
    {
      sentence: 'Payout is the action’s current total; the change travels as DeltaPayout.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'any', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    { events: [{ action: 'a', type: 'create', purchase: { amount: 70, payout: 7 } }], sends: [{ event: 0 }] },
    {
      events: [{ action: 'a', type: 'create', purchase: { amount: 9_990, payout: 1_999 } }],
      sends: [{ event: 0 }],
    },
    {
      events: [{ action: 'a', type: 'create', purchase: { amount: 123_456_789, payout: 12_345_678 } }],
      sends: [{ event: 0 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'exact-money',
};

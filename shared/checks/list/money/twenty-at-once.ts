import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const twentyAtOnce: Check = {
  id: 'twenty-at-once',
  category: 'money',
  title: 'Twenty duplicates at the same moment count once',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () =>
    Array.from({ length: 5 }, () => ({
      events: [{ action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } }],
      sends: [{ event: 0, together: 20 }],
      quiet: true,
    })),
  judge: judgeRecords,
  remedy: 'atomic',
};

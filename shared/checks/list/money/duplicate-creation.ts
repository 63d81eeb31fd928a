import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const duplicateCreation: Check = {
  id: 'duplicate-creation',
  category: 'money',
  title: 'A duplicate of the creation counts once',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } }],
      sends: [{ event: 0 }, { event: 0 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

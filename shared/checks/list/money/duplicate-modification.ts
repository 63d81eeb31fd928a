import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const duplicateModification: Check = {
  id: 'duplicate-modification',
  category: 'money',
  title: 'A duplicate of a modification counts once',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
      ],
      sends: [{ event: 0 }, { event: 1 }, { event: 1 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

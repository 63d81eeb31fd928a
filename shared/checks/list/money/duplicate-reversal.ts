import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const duplicateReversal: Check = {
  id: 'duplicate-reversal',
  category: 'money',
  title: 'A duplicate of a reversal counts once',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
      certainty: 'documented',
    },
    {
      sentence: 'A reversal carries Payout 0.00.',
      certainty: 'assumed',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'reverse' },
      ],
      sends: [{ event: 0 }, { event: 1 }, { event: 1 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

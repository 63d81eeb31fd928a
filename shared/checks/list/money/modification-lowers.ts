import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const modificationLowers: Check = {
  id: 'modification-lowers',
  category: 'money',
  title: 'A modification replaces the payout',
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
      ],
      sends: [{ event: 0 }, { event: 1 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

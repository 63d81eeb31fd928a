import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const modificationRaises: Check = {
  id: 'modification-raises',
  category: 'money',
  title: 'A higher payout replaces a lower one',
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
        { action: 'a', type: 'modify', amount: 20_000, payout: 2_000 },
      ],
      sends: [{ event: 0 }, { event: 1 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

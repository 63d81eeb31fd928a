import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const twoActionsOfAClick: Check = {
  id: 'two-actions-of-a-click',
  category: 'money',
  title: 'Two actions of one click stay two',
  why: [
    {
      sentence: 'Payout is the action’s current total; the change travels as DeltaPayout.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200, click: 'c' } },
        { action: 'b', type: 'create', purchase: { amount: 8_000, payout: 800, click: 'c' } },
      ],
      sends: [{ event: 0 }, { event: 1 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'key-by-action',
};

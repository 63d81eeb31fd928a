import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const reversalAfterModification: Check = {
  id: 'reversal-after-modification',
  category: 'money',
  title: 'A reversal after a modification takes all of it back',
  why: [
    {
      sentence: 'Payout is the action’s current total; the change travels as DeltaPayout.',
      certainty: 'documented',
    },
    {
      sentence: 'A reversal carries Payout 0.00.',
      certainty: 'assumed',
    },
  ],
  needs: { probe: 'any', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
        { action: 'a', type: 'reverse' },
      ],
      sends: [{ event: 0 }, { event: 1 }, { event: 2 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'handle-status',
};

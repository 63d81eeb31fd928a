import type { Check } from '../../check.ts';
import { judgeReversal } from '../../judge-records.ts';

export const reversal: Check = {
  id: 'reversal',
  category: 'money',
  title: 'A reversal takes the payout back',
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
        { action: 'a', type: 'reverse' },
      ],
      sends: [{ event: 0 }, { event: 1 }],
    },
  ],
  judge: judgeReversal,
  remedy: 'handle-status',
};

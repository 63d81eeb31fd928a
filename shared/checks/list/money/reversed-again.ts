import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const reversedAgain: Check = {
  id: 'reversed-again',
  category: 'money',
  title: 'Restored, modified, and reversed again',
  why: [
    {
      sentence: 'A restored action is reported as a modification with its former values.',
      certainty: 'assumed',
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
        { action: 'a', type: 'restore' },
        { action: 'a', type: 'modify', amount: 20_000, payout: 2_000 },
        { action: 'a', type: 'reverse', reason: 'CONSUMER_FRAUD' },
      ],
      sends: [{ event: 0 }, { event: 1 }, { event: 2 }, { event: 3 }, { event: 4 }, { event: 5 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'handle-status',
};

import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const restore: Check = {
  id: 'restore',
  category: 'money',
  title: 'A restore brings the payout back',
  why: [
    {
      sentence: 'A restored action is reported as a modification with its former values.',
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
      ],
      sends: [{ event: 0 }, { event: 1 }, { event: 2 }, { event: 3 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'handle-status',
};

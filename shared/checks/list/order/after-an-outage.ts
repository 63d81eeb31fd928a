import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const afterAnOutage: Check = {
  id: 'after-an-outage',
  category: 'order',
  title: 'After an outage of three hours the records are right',
  why: [
    {
      sentence: 'During maintenance postbacks pause; the backlog is sent at once afterwards.',
      certainty: 'documented',
    },
    {
      sentence: 'A response other than 200 or 201, or none, is retried.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'b', type: 'create', purchase: { amount: 9_500, payout: 950 } },
        { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
        { action: 'c', type: 'create', purchase: { amount: 4_400, payout: 440 } },
        { action: 'b', type: 'reverse' },
        { action: 'a', type: 'modify', amount: 20_000, payout: 2_000 },
        { action: 'c', type: 'modify', amount: 3_000, payout: 300 },
      ],
      sends: [
        { event: 0 },
        { event: 1 },
        { event: 2 },
        { event: 3 },
        { event: 4 },
        { event: 5 },
        { event: 6 },
      ],
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

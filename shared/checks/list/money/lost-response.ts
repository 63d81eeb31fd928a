import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const lostResponse: Check = {
  id: 'lost-response',
  category: 'money',
  title: 'A lost response and its retry count once',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
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
      events: [{ action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } }],
      sends: [{ event: 0, lost: true }, { event: 0 }],
      quiet: true,
    },
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
      ],
      sends: [{ event: 0 }, { event: 1, lost: true }, { event: 1 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

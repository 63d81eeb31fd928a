import type { Check } from '../../check.ts';
import { ORDERING } from '../../conditions.ts';
import { judgeRecords } from '../../judge-records.ts';

export const reversalFirst: Check = {
  id: 'reversal-first',
  category: 'order',
  title: 'A reversal before its creation',
  why: [
    {
      sentence: 'The platform promises no order: a later event can arrive before an earlier one.',
      certainty: 'observed',
    },
    {
      sentence: 'A reversal carries Payout 0.00.',
      certainty: 'assumed',
    },
  ],
  needs: {
    probe: 'look',
    records: ['Payout'],
    placeholders: ['ActionId', 'Payout'],
    booked: true,
    oneOf: ORDERING,
  },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'reverse' },
      ],
      sends: [{ event: 1, early: true }, { event: 0 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

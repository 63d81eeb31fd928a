import type { Check } from '../../check.ts';
import { ORDERING } from '../../conditions.ts';
import { judgeRecords } from '../../judge-records.ts';

export const retriedLate: Check = {
  id: 'retried-late',
  category: 'order',
  title: 'A retry that arrives after a later event changes nothing',
  why: [
    {
      sentence: 'A response other than 200 or 201, or none, is retried.',
      certainty: 'documented',
    },
    {
      sentence: 'The platform promises no order: a later event can arrive before an earlier one.',
      certainty: 'observed',
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
        { action: 'a', type: 'modify', amount: 8_000, payout: 800 },
      ],
      sends: [{ event: 0, lost: true }, { event: 1, early: true }, { event: 0 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

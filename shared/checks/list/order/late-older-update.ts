import type { Check } from '../../check.ts';
import { ORDERING } from '../../conditions.ts';
import { judgeRecords } from '../../judge-records.ts';

export const lateOlderUpdate: Check = {
  id: 'late-older-update',
  category: 'order',
  title: 'A late older update does not win',
  why: [
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
        { action: 'a', type: 'modify', amount: 20_000, payout: 2_000 },
      ],
      sends: [{ event: 0 }, { event: 2, early: true }, { event: 1 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

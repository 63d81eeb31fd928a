import type { Check } from '../../check.ts';
import { ORDERING } from '../../conditions.ts';
import { judgeRecords } from '../../judge-records.ts';

export const duplicateAfterModification: Check = {
  id: 'duplicate-after-modification',
  category: 'order',
  title: 'A late duplicate of the creation changes nothing',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
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
      sends: [{ event: 0 }, { event: 1 }, { event: 0 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

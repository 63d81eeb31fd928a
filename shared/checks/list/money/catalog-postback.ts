import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const catalogPostback: Check = {
  id: 'catalog-postback',
  category: 'money',
  title: 'A catalog postback leaves the action alone',
  why: [
    {
      sentence: 'Inquiry, clearing and catalog postbacks are about something else than the action’s payout.',
      certainty: 'documented',
    },
  ],
  needs: {
    probe: 'look',
    records: ['Payout'],
    placeholders: ['ActionId', 'Payout'],
    booked: true,
    otherKind: 'catalog',
  },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'item' },
      ],
      sends: [{ event: 0 }, { event: 1 }],
      quiet: true,
    },
  ],
  judge: judgeRecords,
  remedy: 'by-kind',
};

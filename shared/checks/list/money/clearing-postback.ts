import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const clearingPostback: Check = {
  id: 'clearing-postback',
  category: 'money',
  title: 'A clearing postback is not a second payout',
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
    otherKind: 'clearing',
  },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'clear' },
      ],
      sends: [{ event: 0 }, { event: 1 }],
      quiet: true,
      compare: ['Payout'],
    },
  ],
  judge: judgeRecords,
  remedy: 'by-kind',
};

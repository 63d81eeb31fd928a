import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const similarIds: Check = {
  id: 'similar-ids',
  category: 'data',
  title: 'IDs that look alike stay apart',
  why: [
    {
      sentence: 'IDs are text: they have dots, and order IDs may begin with zeros.',
      certainty: 'documented',
    },
  ],
  needs: {
    probe: 'any',
    placeholders: ['ActionId', 'Payout'],
    records: ['Payout'],
    varies: ['ActionId'],
    booked: true,
  },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'b', type: 'create', purchase: { amount: 8_000, payout: 800 } },
      ],
      sends: [{ event: 0 }, { event: 1 }],
      ids: { b: { of: 'a', and: '0' } },
    },
  ],
  judge: judgeRecords,
  remedy: 'text-ids',
};

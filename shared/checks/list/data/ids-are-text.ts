import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';

export const idsAreText: Check = {
  id: 'ids-are-text',
  category: 'data',
  title: 'Order IDs and sub IDs are text, not numbers',
  why: [
    {
      sentence: 'IDs are text: they have dots, and order IDs may begin with zeros.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'any', anyRecord: ['Oid', 'SubId1', 'SubId2', 'SubId3', 'SharedId'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: {
        a: {
          Oid: '00012345678901234567',
          SubId1: '0042',
          SubId2: '1e3',
          SubId3: '12.50',
          SharedId: '98765432109876543210',
        },
      },
      compare: ['Oid', 'SubId1', 'SubId2', 'SubId3', 'SharedId'],
    },
  ],
  judge: judgeStored,
  remedy: 'text-ids',
};

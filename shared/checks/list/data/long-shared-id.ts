import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';

export const longSharedId: Check = {
  id: 'long-shared-id',
  category: 'data',
  title: '255 characters of SharedId are kept',
  why: [{ sentence: 'SubIds and SharedId have up to 255 characters.', certainty: 'documented' }],
  needs: {
    probe: 'any',
    placeholders: ['SharedId'],
    varies: ['SharedId'],
    records: ['SharedId'],
    booked: true,
  },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SharedId: `${'0123456789'.repeat(25)}abcde` } },
      compare: ['SharedId'],
    },
  ],
  judge: judgeStored,
  remedy: 'wide-columns',
};

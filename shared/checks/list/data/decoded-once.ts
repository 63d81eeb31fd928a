import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';

export const decodedOnce: Check = {
  id: 'decoded-once',
  category: 'data',
  title: 'A value is decoded once',
  why: [{ sentence: 'Values are percent-encoded in a URL, a plus as %2B.', certainty: 'observed' }],
  needs: { probe: 'any', anyRecord: ['SubId1', 'SubId2', 'SubId3', 'SharedId'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: 'a%2Bb', SubId2: '100%25', SubId3: 'c%20d', SharedId: 'e%26f' } },
      compare: ['SubId1', 'SubId2', 'SubId3', 'SharedId'],
    },
  ],
  judge: judgeStored,
  remedy: 'decode-once',
};

import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';

export const dateOffset: Check = {
  id: 'date-offset',
  category: 'data',
  title: 'A date with an offset stays the same moment',
  why: [
    { sentence: 'Real dates arrived with the offset of the program, such as +03:00.', certainty: 'observed' },
  ],
  needs: {
    probe: 'any',
    placeholders: ['EventDate'],
    varies: ['EventDate'],
    records: ['EventDate'],
    booked: true,
  },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { EventDate: '2026-05-12T01:02:03+03:00' } },
      compare: ['EventDate'],
    },
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { EventDate: '2026-05-12T22:02:03-07:00' } },
      compare: ['EventDate'],
    },
  ],
  judge: judgeStored,
  remedy: 'parse-offset',
};

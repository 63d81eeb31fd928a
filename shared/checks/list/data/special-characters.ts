import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';
import { SPECIAL } from '../../special-values.ts';

export const specialCharacters: Check = {
  id: 'special-characters',
  category: 'data',
  title: '+ & = % # " \' < > arrive as they were sent',
  why: [
    { sentence: 'Values are percent-encoded in a URL, a plus as %2B.', certainty: 'observed' },
    { sentence: 'Names and sub IDs are free text, in any language.', certainty: 'documented' },
  ],
  needs: { probe: 'any', anyRecord: ['SubId1', 'SubId2', 'SubId3', 'SharedId'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: SPECIAL, SubId2: SPECIAL, SubId3: SPECIAL, SharedId: SPECIAL } },
      compare: ['SubId1', 'SubId2', 'SubId3', 'SharedId'],
    },
  ],
  judge: judgeStored,
  remedy: 'decode-once',
};

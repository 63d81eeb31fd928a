import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';

export const unicode: Check = {
  id: 'unicode',
  category: 'data',
  title: 'Text in any script arrives as it was sent',
  why: [{ sentence: 'Names and sub IDs are free text, in any language.', certainty: 'documented' }],
  needs: { probe: 'any', anyRecord: ['SubId1', 'SubId2', 'SubId3', 'SharedId'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: 'Zoë-Łukasz', SubId2: '日本語', SubId3: 'مرحبا', SharedId: '🏕️ Zelt' } },
      compare: ['SubId1', 'SubId2', 'SubId3', 'SharedId'],
    },
  ],
  judge: judgeStored,
  remedy: 'unicode',
};

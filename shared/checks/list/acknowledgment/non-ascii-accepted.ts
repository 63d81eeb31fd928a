import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const nonAsciiAccepted: Check = {
  id: 'non-ascii-accepted',
  category: 'acknowledgment',
  title: 'Text in any script is accepted',
  why: [{ sentence: 'Names and sub IDs are free text, in any language.', certainty: 'documented' }],
  needs: { varies: ['SubId1', 'SubId2', 'SubId3', 'SharedId'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: 'Zoë-Łukasz', SubId2: '日本語', SubId3: 'مرحبا', SharedId: '🏕️ Zelt' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      crashed: 'fail',
      what: 'text outside ASCII',
      because: 'Sub IDs are free text.',
    }),
  remedy: 'unicode',
};

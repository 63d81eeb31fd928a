import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const newlineAccepted: Check = {
  id: 'newline-accepted',
  category: 'acknowledgment',
  title: 'A line break in a value is accepted',
  why: [{ sentence: 'Names and sub IDs are free text, in any language.', certainty: 'documented' }],
  needs: { placeholders: ['SubId1'], varies: ['SubId1'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: 'two\nlines' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'a line break in SubId1',
      because: 'A value may hold one.',
    }),
  remedy: 'accept-unknown',
};

import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';
import { everyParameterTwice } from '../../request-changes.ts';

export const doubledParameters: Check = {
  id: 'doubled-parameters',
  category: 'acknowledgment',
  title: 'A parameter that comes twice is accepted',
  why: [
    {
      sentence: 'The order of parameters is that of the template; nothing promises it.',
      certainty: 'assumed',
    },
  ],
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      changes: { a: everyParameterTwice() },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'every parameter twice',
      because: 'A template may name one twice.',
    }),
  remedy: 'accept-unknown',
};

import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';
import { withParameter } from '../../request-changes.ts';

export const unknownParameter: Check = {
  id: 'unknown-parameter',
  category: 'acknowledgment',
  title: 'An unknown parameter is ignored',
  why: [
    {
      sentence: 'The platform adds parameters on request; only the template decides which.',
      certainty: 'assumed',
    },
  ],
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      changes: { a: withParameter('AddedLater', '1', 'with an unknown parameter') },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'a parameter that was not there before',
      because: 'A template grows over time; what is unknown is best ignored.',
    }),
  remedy: 'accept-unknown',
};

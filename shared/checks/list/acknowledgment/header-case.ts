import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';
import { otherHeaderCase } from '../../request-changes.ts';

export const headerCase: Check = {
  id: 'header-case',
  category: 'acknowledgment',
  title: 'Header names in capitals are accepted',
  why: [{ sentence: 'Header names are the same in any case (RFC 9110).', certainty: 'documented' }],
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      changes: { a: otherHeaderCase() },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'header names in capitals',
      because: 'A proxy may change their case.',
    }),
  remedy: 'accept-unknown',
};

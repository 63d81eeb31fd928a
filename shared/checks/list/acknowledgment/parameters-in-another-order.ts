import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';
import { reversedParameters } from '../../request-changes.ts';

export const parametersInAnotherOrder: Check = {
  id: 'parameters-in-another-order',
  category: 'acknowledgment',
  title: 'Parameters in another order are accepted',
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
      changes: { a: reversedParameters() },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'its parameters in another order',
      because: 'Their order says nothing.',
    }),
  remedy: 'accept-unknown',
};

import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';
import { SPECIAL } from '../../special-values.ts';

export const specialCharactersAccepted: Check = {
  id: 'special-characters-accepted',
  category: 'acknowledgment',
  title: 'Special characters are accepted',
  why: [
    { sentence: 'Names and sub IDs are free text, in any language.', certainty: 'documented' },
    { sentence: 'Values are percent-encoded in a URL, a plus as %2B.', certainty: 'observed' },
  ],
  needs: { varies: ['SubId1', 'SharedId'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { SubId1: SPECIAL, SharedId: SPECIAL } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      crashed: 'fail',
      what: 'special characters in SubId1 and SharedId',
      because: 'They are percent-encoded as any value.',
    }),
  remedy: 'decode-once',
};

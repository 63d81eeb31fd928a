import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptyRefclickid: Check = {
  id: 'empty-refclickid',
  category: 'acknowledgment',
  title: 'An empty RefClickId is accepted',
  why: [{ sentence: 'A value that was not set travels as an empty parameter.', certainty: 'assumed' }],
  needs: { placeholders: ['RefClickId'], varies: ['RefClickId'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { RefClickId: '' } },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'an empty RefClickId',
      because: 'A value that was not set arrives empty.',
    }),
  remedy: 'accept-empty',
};

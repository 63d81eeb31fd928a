import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const emptyCreationdate: Check = {
  id: 'empty-creationdate',
  category: 'acknowledgment',
  title: 'An empty CreationDate is accepted',
  why: [{ sentence: 'Real requests carried this parameter without a value.', certainty: 'observed' }],
  needs: { placeholders: ['CreationDate'], varies: ['CreationDate'] },
  stories: () => [
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { CreationDate: '2026-05-12T14:02:11-07:00' } },
      responsesOnly: true,
    },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'fail',
      diagnosis: 'refuses-empty',
      what: 'an empty CreationDate',
      because: 'It was empty in every real request that is known.',
    }),
  remedy: 'accept-empty',
};

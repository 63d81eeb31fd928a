import type { Check } from '../../check.ts';
import { differs } from '../../judge-records.ts';
import { PASSED } from '../../judge-responses.ts';
import { withMethod } from '../../request-changes.ts';

export const getBooksNothing: Check = {
  id: 'get-books-nothing',
  category: 'acknowledgment',
  title: 'Only POST books',
  why: [{ sentence: 'Postbacks are sent by the method of the template only.', certainty: 'documented' }],
  needs: { method: 'POST', probe: 'look', records: ['Payout'], booked: true },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      changes: { a: withMethod('GET') },
      absent: ['a'],
      quiet: true,
    },
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      changes: { a: withMethod('HEAD') },
      absent: ['a'],
      quiet: true,
    },
  ],
  judge: (played) => {
    const index = played.findIndex(differs);
    if (index === -1) return PASSED;
    const method = played[index]!.exchanges[0]?.request.method ?? '';
    return {
      verdict: 'warn',
      saw: `${method} was booked`,
      sentence: `A ${method} with the same parameters was booked: whoever opens the link books it again.`,
      stories: [index],
    };
  },
  remedy: 'by-method',
};

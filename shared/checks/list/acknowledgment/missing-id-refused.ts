import type { Check } from '../../check.ts';
import { firstTries, PASSED, statusText, unseen } from '../../judge-responses.ts';

export const missingIdRefused: Check = {
  id: 'missing-id-refused',
  category: 'acknowledgment',
  title: 'A postback without an action ID is not acknowledged',
  why: [{ sentence: 'The form of an action’s ID is only known from examples.', certainty: 'assumed' }],
  needs: { placeholders: ['ActionId'], varies: ['ActionId'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { ActionId: '' } },
      responsesOnly: true,
    },
  ],
  judge: ([played]) => {
    const [first] = played === undefined ? [] : firstTries(played);
    if (first === undefined || first.response.status === null) return unseen();
    return first.accepted
      ? {
          verdict: 'warn',
          saw: statusText(first),
          sentence: 'It was acknowledged although it names no action, so nobody will notice that it is lost.',
        }
      : { ...PASSED, saw: statusText(first) };
  },
  remedy: 'refuse-incomplete',
};

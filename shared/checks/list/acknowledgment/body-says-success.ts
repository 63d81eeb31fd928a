import type { Check } from '../../check.ts';
import { failureInBody } from '../../judge-plain.ts';
import { PASSED, unpreparedHint, unseen } from '../../judge-responses.ts';

export const bodySaysSuccess: Check = {
  id: 'body-says-success',
  category: 'acknowledgment',
  title: 'A 200 does not say that it failed',
  why: [
    {
      sentence: 'The platform looks at the status, and at the success and error response where they are set.',
      certainty: 'documented',
    },
  ],
  stories: () => [],
  judge: (_played, context, { plain }) => {
    const { errorResponse = '' } = context.postback;
    for (const exchange of plain) {
      const { status, body } = exchange.response;
      if (status !== 200 && status !== 201) continue;
      const isError = errorResponse !== '' && body.includes(errorResponse);
      const failure = isError ? 'the error response of the postback' : failureInBody(body);
      if (failure === undefined) continue;
      const saw = `${status} with ${failure}`;
      if (isError)
        return {
          verdict: 'fail',
          saw,
          sentence: `The body contains ${failure}, so the platform takes it for a failure and sends it again.`,
        };
      return context.books
        ? { verdict: 'warn', saw, sentence: `It was booked, and the body says otherwise: ${failure}.` }
        : {
            verdict: 'fail',
            saw,
            sentence: `The status says success, so the platform will not send it again; the body says that it failed: ${failure}.${unpreparedHint(context)}`,
          };
    }
    return plain.some(({ response }) => response.status !== null) ? PASSED : unseen();
  },
  remedy: 'status-tells',
};

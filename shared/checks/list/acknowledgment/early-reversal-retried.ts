import type { Check } from '../../check.ts';
import { PASSED, statusText, unseen } from '../../judge-responses.ts';

export const earlyReversalRetried: Check = {
  id: 'early-reversal-retried',
  category: 'acknowledgment',
  title: 'A reversal that comes first is accepted, or refused so that it is retried',
  why: [
    { sentence: 'The platform promises no order of postbacks.', certainty: 'observed' },
    {
      sentence: 'A garbled sentence of the newer documentation says that 400 to 500 are final.',
      certainty: 'assumed',
    },
  ],
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create' },
        { action: 'a', type: 'reverse' },
      ],
      sends: [{ event: 1, early: true }, { event: 0 }],
      responsesOnly: true,
    },
  ],
  judge: ([played]) => {
    const early = played?.exchanges.find(({ event, retry }) => event === 1 && !retry);
    const status = early?.response.status ?? null;
    if (early === undefined || played === undefined || status === null) return unseen();
    if (early.accepted) return { ...PASSED, saw: statusText(early) };
    if (played.undelivered.includes(0))
      return { verdict: 'skip', saw: String(status), sentence: 'A creation is refused at all.' };
    const isTaken = !played.undelivered.includes(1);
    if (status > 500 && isTaken) return { ...PASSED, saw: `${status}, accepted at the retry` };
    return {
      verdict: 'warn',
      saw: isTaken ? `${status}, accepted at the retry` : String(status),
      sentence: isTaken
        ? `It was refused with ${status}, which may be final: the platform might never send it again.`
        : `It was refused with ${status}, at each retry too.`,
    };
  },
  remedy: 'the-rule',
};

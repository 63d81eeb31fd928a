import type { Check } from '../../check.ts';
import { PASSED, statusText, unseen } from '../../judge-responses.ts';

export const sameResponseTwice: Check = {
  id: 'same-response-twice',
  category: 'acknowledgment',
  title: 'The same creation is accepted again',
  why: [
    {
      sentence: 'The platform sends at least once: the same creation can arrive twice.',
      certainty: 'documented',
    },
  ],
  stories: () => [
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }, { event: 0 }], responsesOnly: true },
  ],
  judge: ([played]) => {
    const [first, ...later] = played?.exchanges.filter(({ response }) => response.status !== null) ?? [];
    const second = later.at(-1);
    if (first === undefined || second === undefined) return unseen();
    if (!first.accepted && second.accepted)
      return { ...PASSED, saw: `${statusText(first)}, then ${statusText(second)}` };
    if (!first.accepted)
      return { verdict: 'skip', saw: statusText(first), sentence: 'A creation is refused at all.' };
    return second.accepted
      ? { ...PASSED, saw: `${statusText(first)}, ${statusText(second)}` }
      : {
          verdict: 'fail',
          saw: `${statusText(first)}, then ${statusText(second)}`,
          sentence: `A creation got ${statusText(first)}, and the same bytes got ${statusText(second)}: the platform would send them for days.`,
        };
  },
  remedy: 'duplicate-is-success',
};

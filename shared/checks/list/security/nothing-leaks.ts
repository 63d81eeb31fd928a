import type { Check } from '../../check.ts';
import { leakIn } from '../../judge-plain.ts';
import { PASSED, unseen } from '../../judge-responses.ts';

export const nothingLeaks: Check = {
  id: 'nothing-leaks',
  category: 'security',
  title: 'No response repeats a secret or a stack trace',
  why: [{ sentence: 'Whoever finds the URL can read what a response repeats.', certainty: 'assumed' }],
  stories: () => [],
  judge: (_played, { secretValues }, { all }) => {
    const answered = all.filter(({ response }) => response.status !== null);
    if (answered.length === 0) return unseen();
    const leaks = answered.flatMap((exchange) => leakIn(exchange, secretValues) ?? []);
    const [first] = leaks;
    return first === undefined
      ? { ...PASSED, saw: `0 of ${answered.length}` }
      : {
          verdict: 'warn',
          saw: first,
          sentence: `${leaks.length} of ${answered.length} responses repeat ${first}.`,
        };
  },
  remedy: 'say-little',
};

import type { Check } from '../../check.ts';
import { failureInBody } from '../../judge-plain.ts';
import { unpreparedHint } from '../../judge-responses.ts';

export const acknowledgedIsStored: Check = {
  id: 'acknowledged-is-stored',
  category: 'money',
  title: 'What is acknowledged is stored',
  why: [{ sentence: 'A postback that was acknowledged is never sent again.', certainty: 'documented' }],
  // Judged by the first action of the run, which everything else rests on.
  stories: () => [],
  judge: (_played, context) => {
    const { probe, first, books } = context;
    const skip = (sentence: string) => ({ verdict: 'skip' as const, saw: '', sentence });
    if (probe === 'none') return skip('Your records cannot be seen; add a way to read them.');
    if (first.unseen !== '') return skip(first.unseen);
    if (books) return { verdict: 'pass', saw: 'stored', sentence: '' };
    if (!first.accepted) return skip('The first action was refused, so it need not be stored.');
    const failure = failureInBody(first.body);
    if (failure !== undefined) return skip(`Its response said that it failed: ${failure}.`);
    return {
      verdict: 'fail',
      saw: 'not stored',
      sentence: `The first action was acknowledged, and your records do not show it: your receiver stores nothing, or they are not where Postbench looks.${unpreparedHint(context)}`,
      diagnoses: context.prepared ? ['stores-nothing'] : [],
    };
  },
  remedy: 'store-first',
};

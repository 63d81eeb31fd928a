import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';
import type { Story } from '../../story.ts';

export const lateDuplicate: Check = {
  id: 'late-duplicate',
  category: 'money',
  title: 'A duplicate at the end of the run counts once',
  why: [
    {
      sentence:
        'The platform sends at least once: a lost response brings the same postback again, hours later too.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'look', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  // Twice: what fails at the end of a run cannot be played again.
  stories: ({ lateDuplicate: after = 0 }) => {
    const story = (wait: number): Story => ({
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }, { event: 0, atEnd: true, after: wait }],
      quiet: true,
    });
    return [story(after), story(0)];
  },
  judge: (played) => {
    const judgement = judgeRecords(played);
    const isOnce = judgement.verdict === 'fail' && judgement.stories?.length === 1;
    return isOnce
      ? { ...judgement, verdict: 'warn', sentence: `One of two was booked again. ${judgement.sentence}` }
      : judgement;
  },
  remedy: 'the-rule',
};

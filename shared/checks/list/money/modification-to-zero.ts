import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const modificationToZero: Check = {
  id: 'modification-to-zero',
  category: 'money',
  title: 'A modification to 0.00 takes the payout away',
  why: [
    { sentence: 'Real requests carried Payout 0.00.', certainty: 'observed' },
    {
      sentence: 'A modification may lower the payout to 0.00 without reversing the action.',
      certainty: 'assumed',
    },
  ],
  needs: { probe: 'any', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        { action: 'a', type: 'create', purchase: { amount: 12_000, payout: 1_200 } },
        { action: 'a', type: 'modify', amount: 12_000, payout: 0 },
      ],
      sends: [{ event: 0 }, { event: 1 }],
    },
  ],
  // The platform is not known to send it: it can only warn, and a row that is deleted at 0.00 owes nothing.
  judge: (played) => {
    const judgement = judgeRecords(played);
    const kept = played.some(({ actions }) =>
      Object.values(actions).some(({ differences }) => differences.some(({ field }) => field === 'Payout')),
    );
    if (judgement.verdict !== 'fail') return judgement;
    return kept
      ? { ...judgement, verdict: 'warn', diagnoses: [] }
      : { verdict: 'pass', saw: 'no record', sentence: '' };
  },
  remedy: 'the-rule',
};

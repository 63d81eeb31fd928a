import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const acknowledgedIsStored: Check = {
  id: 'acknowledged-is-stored',
  category: 'money',
  title: 'What is acknowledged is stored',
  why: [
    {
      sentence: 'The platform sends at least once: a lost response brings the same postback again.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'any', placeholders: ['ActionId'] },
  stories: () => [{ events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }] }],
  judge: judgeRecords,
  remedy: 'store-first',
};

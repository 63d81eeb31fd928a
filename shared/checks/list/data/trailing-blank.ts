import type { Check } from '../../check.ts';
import { judgeStored } from '../../judge-stored.ts';

export const trailingBlank: Check = {
  id: 'trailing-blank',
  category: 'data',
  title: 'A blank at the end of CampaignName is kept',
  why: [{ sentence: 'A real CampaignName ended with a blank.', certainty: 'observed' }],
  needs: {
    probe: 'any',
    placeholders: ['CampaignName'],
    varies: ['CampaignName'],
    records: ['CampaignName'],
    booked: true,
  },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: { a: { CampaignName: 'Acme Outdoor ' } },
      compare: ['CampaignName'],
    },
  ],
  judge: judgeStored,
  remedy: 'store-as-sent',
};

import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const partialReturn: Check = {
  id: 'partial-return',
  category: 'money',
  title: 'A partial return lowers the payout',
  why: [
    {
      sentence: 'An item that is returned lowers the action’s amount and payout.',
      certainty: 'documented',
    },
    {
      sentence: 'Payout is the action’s current total; the change travels as DeltaPayout.',
      certainty: 'documented',
    },
  ],
  needs: { probe: 'any', records: ['Payout'], placeholders: ['ActionId', 'Payout'], booked: true },
  stories: () => [
    {
      events: [
        {
          action: 'a',
          type: 'create',
          purchase: {
            items: [
              { sku: 'TENT-2', quantity: 1, amount: 16_000, category: 'Tents' },
              { sku: 'PEG-10', quantity: 2, amount: 8_000, category: 'Pegs' },
            ],
            payout: 2_400,
          },
        },
        {
          action: 'a',
          type: 'modify',
          items: [{ sku: 'PEG-10', quantity: 0, amount: 0 }],
          payout: 1_600,
          reason: 'ITEM_RETURNED',
        },
      ],
      sends: [{ event: 0 }, { event: 1 }],
    },
  ],
  judge: judgeRecords,
  remedy: 'the-rule',
};

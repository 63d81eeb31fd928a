import type { Check } from '../../check.ts';
import { judgeVariation } from '../../judge-responses.ts';

export const currencyWithoutCents: Check = {
  id: 'currency-without-cents',
  category: 'acknowledgment',
  title: 'A currency without cents is accepted',
  why: [{ sentence: 'Amounts in currencies without cents are not documented.', certainty: 'assumed' }],
  needs: { placeholders: ['Currency'], varies: ['Currency', 'Payout', 'Amount'] },
  stories: () => [
    {
      events: [{ action: 'a', type: 'create' }],
      sends: [{ event: 0 }],
      values: {
        a: {
          Currency: 'JPY',
          OriginalCurrency: 'JPY',
          Payout: '1980',
          Amount: '19800',
          DeltaPayout: '1980',
          DeltaAmount: '19800',
        },
      },
      responsesOnly: true,
    },
    { events: [{ action: 'a', type: 'create' }], sends: [{ event: 0 }], responsesOnly: true },
  ],
  judge: (played) =>
    judgeVariation(played, {
      refused: 'warn',
      what: 'an amount in yen without decimals',
      because: 'Programs may be in any currency.',
    }),
  remedy: 'exact-money',
};

import type { Check } from '../../check.ts';
import { judgeRecords } from '../../judge-records.ts';

export const programCurrency: Check = {
  id: 'program-currency',
  category: 'data',
  title: 'The program’s currency is booked, not the customer’s',
  why: [
    {
      sentence:
        'Payout and Amount are in the program’s currency; OriginalCurrency is what the customer paid in.',
      certainty: 'documented',
    },
  ],
  needs: {
    probe: 'any',
    placeholders: ['Payout'],
    records: ['Payout'],
    varies: ['Payout', 'Currency', 'OriginalCurrency'],
    booked: true,
  },
  stories: ({ program }) => [
    {
      events: [
        {
          action: 'a',
          type: 'create',
          purchase: {
            amount: 10_000,
            payout: 1_080,
            currency: program.currency === 'EUR' ? 'GBP' : 'EUR',
            exchangeRate: 1.08,
          },
        },
      ],
      sends: [{ event: 0 }],
      compare: ['Payout', 'Currency'],
    },
  ],
  judge: judgeRecords,
  remedy: 'book-payout',
};

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf, type MoneyDigits } from '../../shared/domain/currency-digits.ts';
import { worldSchema } from '../../shared/domain/program.ts';
import type { Values } from '../../shared/placeholders/placeholder-values.ts';
import { previewScenario } from '../../shared/scenario/preview.ts';
import { type ScenarioInput, scenarioSchema } from '../../shared/scenario/schema.ts';
import { eventOf } from '../../shared/world/domain-event.ts';

const worldIn = (currency: string, payout = '10 %', moneyDigits?: MoneyDigits) => ({
  ...worldSchema.parse({
    partner: { id: '7', name: 'Hazel' },
    programs: [
      {
        id: '1',
        name: 'Acme',
        timeZone: 'UTC',
        currency,
        catalogs: [{ id: 'c', name: 'Tents', generate: 3 }],
        eventTypes: [{ id: '2', name: 'Sale', payout }],
      },
    ],
  }),
  moneyDigits,
});

/** The values of every event of a scenario. */
function valuesOf(world: ReturnType<typeof worldIn>, steps: ScenarioInput['steps']): Values[] {
  const scenario = scenarioSchema.parse({ name: 's', steps });
  const place = (step: number) => ({ file: 's.yaml', line: step + 1 });
  return previewScenario(scenario, world, 0, 1, { placeOf: place }).flatMap(({ happened }) =>
    happened.flatMap((each): Values[] => {
      const told = eventOf(each, { moneyDigits: world.moneyDigits });
      return told === undefined ? [] : [told.values];
    }),
  );
}

const LIFE: ScenarioInput['steps'] = [
  { id: 'a', track: { amount: '19800' } },
  { modify: { action: 'a', amount: '13205' } },
  { reverse: { action: 'a' } },
  { restore: { action: 'a' } },
];

describe('what postbacks carry', () => {
  it('has no decimals in yen, and payouts that are rounded to whole ones', () => {
    const values = valuesOf(worldIn('JPY'), LIFE);
    expect(values.map(({ Payout, DeltaPayout, Amount }) => [Payout, DeltaPayout, Amount])).toEqual([
      ['1980', '1980', '19800'],
      ['1321', '-659', '13205'],
      ['0', '-1321', '0'],
      ['1321', '1321', '13205'],
    ]);
  });

  it('has three decimals in Kuwaiti dinars', () => {
    const [tracked] = valuesOf(worldIn('KWD', '2.5 %'), [{ track: { amount: '12.345' } }]);
    expect(tracked).toMatchObject({ Payout: '0.309', Amount: '12.345', Currency: 'KWD' });
  });

  it('has two decimals in every currency where the workspace says so', () => {
    expect(valuesOf(worldIn('JPY', '10 %', 'two'), [{ track: { amount: '1985' } }])[0]).toMatchObject({
      Payout: '198.50',
      Amount: '1985.00',
    });
  });

  it('has the digits of the order’s own currency for its own amount', () => {
    const track = { amount: '1980', currency: 'JPY', exchangeRate: 0.0067 };
    expect(valuesOf(worldIn('USD'), [{ track }])[0]).toMatchObject({
      OriginalAmount: '1980',
      OriginalCurrency: 'JPY',
      Amount: '13.27',
      Payout: '1.33',
    });
  });

  it('has them for inquiries and items of catalogs too', () => {
    const steps: ScenarioInput['steps'] = [
      { inquiry: { type: 'UNTRACKED', orderId: 'o', amount: '1980', expectedPayout: '198' } },
      { catalog: { items: { first: 1 }, price: '4900' } },
    ];
    const [inquiry, item] = valuesOf(worldIn('JPY'), steps);
    expect(inquiry).toMatchObject({ TransactionAmount: '1980', ExpectedPayout: '198' });
    expect(item).toMatchObject({
      CurrentPrice: '4900',
      OriginalPrice: expect.stringMatching(/^\d+$/) as string,
    });
  });

  it('has as many digits as its currency, whatever happens to an action', () => {
    const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'XPF', 'IQD');
    const rules = fc.constantFrom<MoneyDigits>('currency', 'two');
    fc.assert(
      fc.property(
        currencies,
        rules,
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (currency, rule, first, second) => {
          const digits = digitsOf(currency, rule);
          const text = (count: number) => (count / 10 ** digits).toFixed(digits);
          const values = valuesOf(worldIn(currency, '7.35 %', rule), [
            { id: 'a', track: { amount: text(first) } },
            { modify: { action: 'a', amount: text(second + 1), payout: text(second) } },
            { reverse: { action: 'a' } },
            { reset: { action: 'a' } },
          ]);
          const form = digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`);
          let sum = 0;
          for (const { Payout, DeltaPayout, Amount } of values) {
            for (const amount of [Payout, DeltaPayout, Amount]) expect(amount).toMatch(form);
            sum += Math.round(Number(DeltaPayout) * 10 ** digits);
            expect(Math.round(Number(Payout) * 10 ** digits)).toBe(sum);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an amount with more digits than its currency has', () => {
  const refused = (world: ReturnType<typeof worldIn>, steps: ScenarioInput['steps']) => {
    try {
      valuesOf(world, steps);
      return undefined;
    } catch (error) {
      const { code, message, place } = error as { code: string; message: string; place?: { line?: number } };
      return { code, message, line: place?.line };
    }
  };

  it.each<[string, ScenarioInput['steps'], number]>([
    ['a purchase', [{ track: { amount: '19.80' } }], 1],
    ['an item of an order', [{ track: { items: [{ sku: 'A', amount: '19.80' }] } }], 1],
    ['a payout', [{ track: { amount: '1980', payout: '19.8' } }], 1],
    [
      'a modification',
      [{ id: 'a', track: { amount: '1980' } }, { modify: { action: 'a', amount: '1.5' } }],
      2,
    ],
    ['an inquiry', [{ inquiry: { type: 'UNTRACKED', orderId: 'o', amount: '0.5' } }], 1],
    ['a price', [{ track: { amount: '5' } }, { catalog: { items: 'all', price: '1.99' } }], 2],
    ['a new item', [{ catalog: { add: [{ sku: 'N', name: 'New', price: '1.99' }] } }], 1],
    ['a range', [{ repeat: { times: 2, track: { amount: { from: '1', to: '2.5' } } } }], 1],
  ])('is a problem of the step: %s', (_name, steps, line) => {
    expect(refused(worldIn('JPY'), steps)).toMatchObject({
      code: 'PB_SCENARIO_INVALID',
      line,
      message: expect.stringContaining('JPY has no digits after the point') as string,
    });
    expect(refused(worldIn('USD'), steps)).toBeUndefined();
  });

  it('is a fixed payout of the event type too', () => {
    expect(refused(worldIn('JPY', '1.50'), [{ track: { amount: '5' } }])?.message).toContain('payout 1.50');
  });
});

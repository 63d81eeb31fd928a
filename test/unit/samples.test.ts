import { describe, expect, it } from 'vitest';
import { worldSchema } from '../../shared/domain/program.ts';
import { moneyFigure, signedMoney, sumLedger } from '../../shared/scenario/ledger-sum.ts';
import { previewScenario } from '../../shared/scenario/preview.ts';
import { samplesOf } from '../../shared/scenario/samples.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';

const world = worldSchema.parse({
  partner: { id: '1', name: 'Hazel Nutt' },
  programs: [
    {
      id: '1000',
      name: 'Acme',
      timeZone: 'America/Los_Angeles',
      currency: 'USD',
      eventTypes: [{ id: '1', name: 'Purchase', payout: '10 %' }],
    },
  ],
});
const scenario = scenarioSchema.parse({
  name: 'Twice back',
  steps: [
    { id: 'tent', track: { amount: '120.00' } },
    { modify: { action: 'tent', amount: '80.00' } },
    { reverse: { action: 'tent' } },
    { restore: { action: 'tent' } },
    { reverse: { action: 'tent' } },
    { restore: { action: 'tent' } },
    { approve: { action: 'tent' } },
  ],
});

describe('samples for previews', () => {
  it('are named by what happened, repeated ones numbered, without approvals', () => {
    expect(samplesOf(scenario, world).map(({ label }) => label)).toEqual([
      'Tracked',
      'Modified',
      'Reversed',
      'Restored',
      'Reversed 2',
      'Restored 2',
    ]);
  });

  it('are the same at every look, and follow the seed of the scenario', () => {
    const id = (given: typeof scenario) => samplesOf(given, world)[0]?.values.ActionId;
    expect(id(scenario)).toBe(id(scenario));
    expect(id({ ...scenario, seed: 7 })).not.toBe(id(scenario));
  });
});

describe('the sum of a ledger', () => {
  const played = previewScenario(scenario, world, 0, 1);
  const happened = played.flatMap((step) =>
    step.happened.flatMap((each) => (each.type === 'action' ? [each] : [])),
  );
  const { action } = happened.at(-1)!;
  const ledger = happened.map(({ entry }) => entry);

  it('agrees with the action after a whole life', () => {
    expect(sumLedger(ledger, action)).toEqual({ amount: 8000, payout: 800, agrees: true });
  });

  it('says so when a line is missing', () => {
    expect(sumLedger(ledger.slice(1), action).agrees).toBe(false);
  });

  it('is shown with a true minus and a sign for changes', () => {
    expect([moneyFigure(-400), signedMoney(1200), signedMoney(-5), signedMoney(0)]).toEqual([
      '\u22124.00',
      '+12.00',
      '\u22120.05',
      '0.00',
    ]);
  });
});

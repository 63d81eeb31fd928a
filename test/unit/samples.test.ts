import { describe, expect, it } from 'vitest';
import { worldSchema } from '../../shared/domain/program.ts';
import { moneyFigure, signedMoney, sumLedger } from '../../shared/scenario/ledger-sum.ts';
import { previewScenario } from '../../shared/scenario/preview.ts';
import { madeUpSamples, samplesFor, samplesOf, samplesOfAction } from '../../shared/scenario/samples.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { cents } from '../fixtures/cents.ts';

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

const shown = (
  samples: readonly { label: string; madeUp?: true; values: Record<string, string> }[],
  name: string,
) =>
  samples.map(({ label, madeUp, values }) => `${madeUp === true ? 'made up: ' : ''}${label} ${values[name]}`);

describe('samples for every event of a kind', () => {
  const only = (...steps: unknown[]) => scenarioSchema.parse({ name: 'Short', steps });
  const track = { id: 'tent', track: { amount: '120.00' } };

  it('go on from the same action where the scenario only tracks, and are marked as made up', () => {
    const samples = samplesFor(only(track), world, 'action');
    expect(shown(samples, 'Payout')).toEqual([
      'Tracked 12.00',
      'made up: Modified 8.00',
      'made up: Reversed 0.00',
      'made up: Restored 8.00',
    ]);
    expect(new Set(samples.map(({ values }) => values.ActionId)).size).toBe(1);
  });

  it('make up only what the scenario leaves out, also after an approval', () => {
    const reversed = only(track, { reverse: { action: 'tent' } });
    expect(shown(samplesFor(reversed, world, 'action'), 'Status')).toEqual([
      'Tracked PENDING',
      'Reversed REVERSED',
      'made up: Modified PENDING',
      'made up: Restored PENDING',
    ]);
    const approved = only(track, { approve: { action: 'tent' } });
    expect(shown(samplesFor(approved, world, 'action'), 'Status')).toContain('made up: Reversed REVERSED');
    expect(shown(samplesFor(approved, world, 'clearing'), 'Status')).toEqual(['made up: Cleared APPROVED']);
  });

  it('follow the values that the workspace expects of a reversal', () => {
    const [, , reversed] = samplesFor(only(track), world, 'action', { reversalValues: 'previous' });
    expect(reversed?.values.Payout).toBe('8.00');
  });

  it('are there without a scenario, for inquiries and catalogs too', () => {
    expect(shown(madeUpSamples('inquiry', world), 'ResolutionStatus')).toEqual([
      'Inquiry opened UNRESOLVED',
      'Inquiry closed VALID',
    ]);
    expect(shown(madeUpSamples('catalog', world), 'ChangeType')).toEqual([
      'Item added ADDED',
      'Item changed UPDATED',
      'Item removed DELETED',
    ]);
  });

  it('are those of a simulated action: its ledger, what was sent for it, and what could happen next', () => {
    const happened = previewScenario(
      only(track, { modify: { action: 'tent', amount: '80.00' } }),
      world,
      0,
      1,
    ).flatMap((step) => step.happened.flatMap((each) => (each.type === 'action' ? [each] : [])));
    const view = { action: happened.at(-1)!.action, ledger: happened.map(({ entry }) => entry) };
    const samples = samplesOfAction(view, 'action', {}, ({ kind }) =>
      kind === 'modified' ? { Payout: 'as sent' } : undefined,
    );
    expect(shown(samples, 'Payout')).toEqual([
      'Tracked 12.00',
      'Modified as sent',
      'made up: Reversed 0.00',
      'made up: Restored 8.00',
    ]);
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
    expect(sumLedger(ledger, action)).toEqual({ amount: cents(8000), payout: cents(800), agrees: true });
  });

  it('says so when a line is missing', () => {
    expect(sumLedger(ledger.slice(1), action).agrees).toBe(false);
  });

  it('is shown with a true minus and a sign for changes', () => {
    expect([
      moneyFigure(cents(-400), 2),
      signedMoney(cents(1200), 2),
      signedMoney(cents(-5), 2),
      signedMoney(0, 2),
    ]).toEqual(['\u22124.00', '+12.00', '\u22120.05', '0.00']);
  });
});

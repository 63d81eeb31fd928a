import { describe, expect, it } from 'vitest';
import { ledgerRows } from '../../renderer/features/simulator/actions/ledger-rows.ts';
import { effectOf, sentBy } from '../../renderer/features/simulator/actions/next-steps.ts';
import {
  expectationCounts,
  expectationsByStep,
  expectationsOf,
  expectationText,
} from '../../renderer/features/simulator/run/expectation-groups.ts';
import { onPurposeText, stepsOnPurpose } from '../../renderer/features/simulator/run/on-purpose.ts';
import { moneyTexts } from '../../renderer/state/money-digits.ts';
import type { RunView } from '../../shared/contract/activity.ts';
import type { ActionMoney } from '../../shared/domain/action.ts';
import { demandOf } from '../../shared/scenario/expect.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { cents } from '../fixtures/cents.ts';

const DAY = 86_400_000;

describe('the ledger by hand', () => {
  it('has a line for each day above its entries, in the zone of the program', () => {
    const at = Date.UTC(2026, 4, 12, 12);
    expect(ledgerRows([{ at }, { at: at + 1 }, { at: at + DAY }], 'UTC')).toEqual([
      { day: 'Tue 12 May 2026' },
      { index: 0 },
      { index: 1 },
      { day: 'Wed 13 May 2026' },
      { index: 2 },
    ]);
    // The same hour is another day elsewhere.
    expect(ledgerRows([{ at: Date.UTC(2026, 4, 12, 3) }], 'America/Los_Angeles')[0]).toEqual({
      day: 'Mon 11 May 2026',
    });
    expect(ledgerRows([], 'UTC')).toEqual([]);
  });
});

describe('what a next step says', () => {
  const money = (amount: number, payout: number): ActionMoney => ({
    amount,
    payout,
    originalAmount: amount,
    items: [],
  });
  const action = {
    payout: cents(800),
    intended: money(cents(12_000), cents(1_200)),
    beforeReversal: null,
    program: { currency: 'USD' },
  };

  it('names the values that it leads to', () => {
    expect(effectOf(action, 'reverse', moneyTexts())).toBe('Amount and payout become 0.00.');
    expect(effectOf(action, 'reset', moneyTexts())).toBe('Back to amount 120.00, payout 12.00.');
    expect(
      effectOf({ ...action, beforeReversal: money(cents(8_000), cents(800)) }, 'restore', moneyTexts()),
    ).toBe('Back to amount 80.00, payout 8.00.');
    expect(effectOf(action, 'clear', moneyTexts())).toContain('8.00');
  });

  it('names the event and through how many postbacks it is sent', () => {
    const [local, far] = [{ url: 'http://127.0.0.1:7300/pb?id={ActionId}' }, { url: 'https://a.example/pb' }];
    expect(sentBy('reversed', [])).toBe('Sends nothing.');
    expect(sentBy('reversed', [local])).toBe('Sends Reversed to http://127.0.0.1:7300.');
    expect(sentBy('modified', [local, far, far])).toBe(
      'Sends Modified through 3 postbacks to http://127.0.0.1:7300 and 1 more.',
    );
  });
});

const scenario = scenarioSchema.parse({
  name: 'One',
  steps: [
    { loseResponse: 'buy' },
    { id: 'buy', track: { amount: '10.00' } },
    { again: { of: 'buy' } },
    { again: { of: 'buy', times: 3 } },
  ],
  expect: [
    { deliveries: { step: 'buy' }, delivered: 'all', attempts: 2 },
    { deliveries: {}, count: 5 },
    { books: { actions: 1, payout: '1.00' } },
  ],
});
const run = (given: Partial<RunView>): RunView => ({
  id: 1,
  change: 1,
  name: 'One',
  file: 'one.yaml',
  to: null,
  seed: 1,
  startedAt: 0,
  endedAt: null,
  state: 'running',
  steps: [],
  problem: '',
  events: 0,
  expectations: [],
  skipped: [],
  receiverBooks: null,
  ...given,
});

describe('the expectations of a run', () => {
  it('are open, and known by their steps, before they are judged', () => {
    const planned = expectationsOf(undefined, scenario);
    expect(expectationCounts(planned)).toBe('5 open');
    expect(expectationsOf(run({}), scenario)).toEqual(planned);
    const byStep = expectationsByStep(planned);
    expect([...byStep.keys()]).toEqual([1]);
    expect(byStep.get(1)!.map(demandOf)).toEqual(['all delivered', 'at most 2 attempts each']);
    expect(planned.filter(({ about }) => about === 'books').map(expectationText)).toEqual([
      'Actions 1',
      'Payout 1.00',
    ]);
  });

  it('are those that the run was judged by, and none where it ended without any', () => {
    const judged = {
      index: 0,
      about: 'books' as const,
      step: null,
      expected: 'Books: actions 1',
      found: '2',
      holds: false,
    };
    expect(
      expectationCounts(expectationsOf(run({ state: 'finished', expectations: [judged] }), scenario)),
    ).toBe('1 failed');
    expect(expectationsOf(run({ state: 'finished' }), scenario)).toEqual([]);
    expect(expectationsOf(undefined, null)).toEqual([]);
  });
});

describe('what was done on purpose', () => {
  it('is counted by what it was, and planned by the steps that do it', () => {
    expect(
      onPurposeText([
        { what: 'duplicate', deliveries: 1_024 },
        { what: 'lose-answer', deliveries: 11 },
      ]),
    ).toBe('1,024 duplicated, 11 with the response lost');
    expect(onPurposeText([])).toBe('');
    expect(stepsOnPurpose(scenario)).toEqual(['2 steps send again', '1 step loses responses']);
  });
});

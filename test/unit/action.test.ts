import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  type ActionCommand,
  applyCommand,
  type LedgerEntry,
  TRANSITIONS,
  type Transition,
} from '../../shared/domain/action.ts';
import { legalTransitions, settle } from '../../shared/domain/action-dates.ts';
import { SAMPLE_TIME, SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { trackPurchase } from '../../shared/domain/track.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { cents } from '../fixtures/cents.ts';

const track = (amount = cents(12_000), payout?: number) =>
  trackPurchase(SAMPLE_WORLD, { amount, payout }, SAMPLE_TIME, 7, 0);

const money = fc.integer({ min: 0, max: 99_999_999 }).map(cents);
const command: fc.Arbitrary<ActionCommand> = fc.oneof(
  fc.record({
    type: fc.constant('modify' as const),
    amount: money,
    payout: money,
    reason: fc.constant('ORDER_UPDATE'),
  }),
  fc.record({
    type: fc.constant('modify' as const),
    amount: fc.constant(0),
    reason: fc.constant('ORDER_UPDATE'),
  }),
  fc.record({ type: fc.constant('reverse' as const), reason: fc.constant('ITEM_RETURNED') }),
  fc.record({ type: fc.constant('restore' as const) }),
  fc.record({ type: fc.constant('approve' as const) }),
);

/** Applies what can be applied; what is refused must leave everything as it was. */
function walk(commands: ActionCommand[], amount: number, payout: number) {
  let { action, entry } = trackPurchase(SAMPLE_WORLD, { amount, payout }, SAMPLE_TIME, 7, 0);
  const ledger: LedgerEntry[] = [entry];
  for (const next of commands) {
    const before = structuredClone(action);
    try {
      ({ action, entry } = applyCommand(action, next, SAMPLE_TIME + 1));
      ledger.push(entry);
    } catch (error) {
      expect(error).toBeInstanceOf(PostbenchError);
      expect(action).toEqual(before);
    }
  }
  return { action, ledger };
}

describe('the life cycle of an action', () => {
  it('sends 12.00, 8.00, 0.00, 8.00, 0.00 for purchase, partial return, reversal, restore and reversal', () => {
    const { ledger } = walk(
      [
        { type: 'modify', amount: cents(8000), payout: cents(800), reason: 'ORDER_UPDATE' },
        { type: 'reverse', reason: 'ITEM_RETURNED' },
        { type: 'restore' },
        { type: 'reverse', reason: 'ITEM_RETURNED' },
      ],
      cents(12_000),
      cents(1200),
    );
    expect(ledger.map(({ payout }) => payout)).toEqual([1200, 800, 0, 800, 0].map(cents));
    expect(ledger.map(({ deltaPayout }) => deltaPayout)).toEqual([1200, -400, -800, 800, -800].map(cents));
    expect(ledger.map(({ status }) => status)).toEqual([
      'PENDING',
      'PENDING',
      'REVERSED',
      'PENDING',
      'REVERSED',
    ]);
  });

  it('has deltas that always add up to the current values, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), money, money, (commands, amount, payout) => {
        const { action, ledger } = walk(commands, amount, payout);
        expect(ledger.reduce((sum, entry) => sum + entry.deltaPayout, 0)).toBe(action.payout);
        expect(ledger.reduce((sum, entry) => sum + entry.deltaAmount, 0)).toBe(action.amount);
      }),
    );
  });

  it('never reaches an illegal state on a random walk', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), money, money, (commands, amount, payout) => {
        const { action, ledger } = walk(commands, amount, payout);
        ledger.slice(1).forEach((entry, index) => {
          const from = ledger[index]!.status;
          const done: Record<LedgerEntry['kind'], Transition[]> = {
            tracked: [],
            modified: ['modify'],
            reversed: ['reverse', 'modify'],
            restored: ['restore'],
            reset: ['reset'],
            approved: ['approve'],
            locked: [],
            cleared: ['clear'],
          };
          expect(done[entry.kind].some((transition) => TRANSITIONS[from].includes(transition))).toBe(true);
        });
        expect(action.status === 'REVERSED').toBe(action.beforeReversal !== null);
        if (action.status === 'REVERSED') expect([action.amount, action.payout]).toEqual([0, 0]);
        expect([action.intended.amount, action.intended.payout]).toEqual([amount, payout]);
        expect(Math.min(action.amount, action.payout)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('offers exactly what it then accepts', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), command, fc.boolean(), (commands, next, late) => {
        const { action } = walk(commands, cents(500), cents(50));
        const at = late ? action.lockingDate : SAMPLE_TIME + 2;
        const offered = legalTransitions(action, at).includes(next.type);
        let accepted = true;
        try {
          applyCommand(settle(action, at)?.action ?? action, next, at);
        } catch {
          accepted = false;
        }
        expect(accepted).toBe(offered);
      }),
    );
  });

  it('changes an amount of something to 0 as a reversal, and an amount of 0 to 0 as a modification', () => {
    const modify = { type: 'modify' as const, amount: 0, reason: 'ORDER_UPDATE' };
    expect(applyCommand(track().action, modify, SAMPLE_TIME).entry.kind).toBe('reversed');
    expect(applyCommand(track(0, cents(250)).action, modify, SAMPLE_TIME).entry.kind).toBe('modified');
  });

  it('takes the payout of a modification from the event type when none is given', () => {
    const { action } = applyCommand(
      track().action,
      { type: 'modify', amount: cents(3335), reason: 'ORDER_UPDATE' },
      SAMPLE_TIME,
    );
    expect(action.payout).toBe(cents(334));
  });

  const refusals: [string, (action: Action) => void, string, RegExp][] = [
    [
      'a restore of what is not reversed',
      (a) => applyCommand(a, { type: 'restore' }, SAMPLE_TIME),
      'PB_TRANSITION_ILLEGAL',
      /not reversed/,
    ],
    [
      'a second reversal',
      (a) =>
        applyCommand(
          applyCommand(a, { type: 'reverse', reason: 'OTHER' }, SAMPLE_TIME).action,
          { type: 'reverse', reason: 'OTHER' },
          SAMPLE_TIME,
        ),
      'PB_TRANSITION_ILLEGAL',
      /already reversed/,
    ],
    [
      'any change of an approved action',
      (a) =>
        applyCommand(
          applyCommand(a, { type: 'approve' }, SAMPLE_TIME).action,
          { type: 'reverse', reason: 'OTHER' },
          SAMPLE_TIME,
        ),
      'PB_TRANSITION_ILLEGAL',
      /takes no more changes/,
    ],
    [
      'a modification after the locking date',
      (a) => applyCommand(a, { type: 'modify', amount: cents(1), reason: 'OTHER' }, a.lockingDate),
      'PB_ACTION_LOCKED',
      /locked on 2026-06-16T00:00:00-07:00/,
    ],
    [
      'a negative payout',
      (a) => applyCommand(a, { type: 'modify', payout: cents(-1), reason: 'OTHER' }, SAMPLE_TIME),
      'PB_AMOUNT_INVALID',
      /negative/,
    ],
  ];
  it.each(refusals)('refuses %s and says why', (_name, act, code, message) => {
    expect(() => act(track().action)).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) }) as Error,
    );
  });
});

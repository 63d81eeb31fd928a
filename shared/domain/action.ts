import { PostbenchError } from '../errors.ts';
import { type Cents, formatMoney, parseMoney, percentOf } from './money.ts';
import type { EventType, Partner, Program } from './program.ts';
import { isoInZone, type Millis } from './time.ts';

/** API `State` and postback {Status}; documented by impact.com. Clearing is a date, not a status. */
export type ActionStatus = 'PENDING' | 'APPROVED' | 'REVERSED';

/** What can be done to an action that exists. */
export type Transition = 'modify' | 'reverse' | 'restore' | 'approve';

/** What an action's ledger and its postbacks say happened. */
export type ActionEventKind = 'tracked' | 'modified' | 'reversed' | 'restored' | 'approved';

/** What came with the click and the order; goes into every postback of the action. */
export interface Tracking {
  subId1: string;
  subId2: string;
  subId3: string;
  sharedId: string;
  refClickId: string;
  orderId: string;
  promoCode: string;
}

/** One action as it stands, with all that its postbacks need. Plain data: it is stored and sent as JSON. */
export interface Action {
  id: string;
  program: Pick<Program, 'id' | 'name' | 'timeZone' | 'currency' | 'adId'>;
  eventType: EventType;
  partner: Partner;
  status: ActionStatus;
  statusDetail: string;
  amount: Cents;
  payout: Cents;
  /** The first values ever; no transition changes them. */
  intendedAmount: Cents;
  intendedPayout: Cents;
  /** What a restore brings back; set while the action is reversed. */
  beforeReversal: { amount: Cents; payout: Cents } | null;
  tracking: Tracking;
  referringDate: Millis;
  eventDate: Millis;
  lockingDate: Millis;
}

/** One line of an action's ledger: the values after it, and what it changed. */
export interface LedgerEntry {
  kind: ActionEventKind;
  at: Millis;
  status: ActionStatus;
  reason: string;
  amount: Cents;
  payout: Cents;
  deltaAmount: Cents;
  deltaPayout: Cents;
}

export type ActionCommand =
  | { type: 'modify'; amount?: Cents; payout?: Cents; reason: string }
  | { type: 'reverse'; reason: string }
  | { type: 'restore' }
  | { type: 'approve' };

/**
 * The legal transitions. PENDING may be modified or reversed until it locks, APPROVED takes no more changes, a
 * reversed action can be restored (documented: brand articles on approve, reverse and modify).
 */
export const TRANSITIONS: Readonly<Record<ActionStatus, readonly Transition[]>> = {
  PENDING: ['modify', 'reverse', 'approve'],
  REVERSED: ['restore'],
  APPROVED: [],
};

const REFUSALS: Record<ActionStatus, Partial<Record<Transition, string>>> = {
  PENDING: { restore: 'it is not reversed' },
  REVERSED: {
    modify: 'it is reversed; restore it first',
    reverse: 'it is reversed already',
    approve: 'it is reversed; restore it first',
  },
  APPROVED: {
    modify: 'it is approved, and an approved action takes no more changes',
    reverse: 'it is approved, and an approved action takes no more changes',
    restore: 'it is approved, not reversed',
    approve: 'it is approved already',
  },
};

/** The sentence why a transition is not possible now, or undefined when it is. */
export function whyNot(action: Action, transition: Transition, at: Millis): string | undefined {
  const refusal = REFUSALS[action.status][transition];
  if (refusal !== undefined) return refusal;
  if (transition !== 'approve' && at >= action.lockingDate) {
    return `it locked on ${isoInZone(action.lockingDate, action.program.timeZone)}`;
  }
  return undefined;
}

/** The transitions that may be offered for an action at a time. */
export function legalTransitions(action: Action, at: Millis): Transition[] {
  return TRANSITIONS[action.status].filter((transition) => whyNot(action, transition, at) === undefined);
}

function entryOf(
  before: { amount: Cents; payout: Cents },
  after: Action,
  kind: ActionEventKind,
  at: Millis,
): LedgerEntry {
  return {
    kind,
    at,
    status: after.status,
    reason: after.statusDetail,
    amount: after.amount,
    payout: after.payout,
    deltaAmount: after.amount - before.amount,
    deltaPayout: after.payout - before.payout,
  };
}

/** The payout that the event type's rule gives for an amount. */
export function payoutFor(eventType: EventType, amount: Cents): Cents {
  const rule = eventType.payout;
  return rule.type === 'percent' ? percentOf(amount, rule.percent) : parseMoney(rule.amount);
}

export interface Tracked {
  id: string;
  program: Action['program'];
  eventType: EventType;
  partner: Partner;
  amount: Cents;
  payout: Cents;
  tracking: Tracking;
  referringDate: Millis;
  eventDate: Millis;
  lockingDate: Millis;
}

/** A new action with its first ledger line. */
export function trackAction(given: Tracked): { action: Action; entry: LedgerEntry } {
  requireNotNegative(given.amount, 'amount');
  requireNotNegative(given.payout, 'payout');
  const action: Action = {
    ...given,
    status: 'PENDING',
    statusDetail: '',
    intendedAmount: given.amount,
    intendedPayout: given.payout,
    beforeReversal: null,
  };
  return { action, entry: entryOf({ amount: 0, payout: 0 }, action, 'tracked', given.eventDate) };
}

function requireNotNegative(value: Cents, what: string): void {
  if (value >= 0) return;
  throw new PostbenchError('PB_AMOUNT_INVALID', `The ${what} ${formatMoney(value)} is negative.`, {
    remedy: 'Give 0.00 or more; the change is computed from the values before.',
  });
}

/**
 * Applies a transition. Money by rule 9 of sending: a reversal has Payout and Amount 0.00 and deltas of minus the
 * values before (inferred), the intended values stay the first ones, a restore brings the last values back.
 * An amount changed to 0 reverses an action whose amount was not 0 (documented: brand actions v14).
 * Throws PB_TRANSITION_ILLEGAL, PB_ACTION_LOCKED or PB_AMOUNT_INVALID; the action given is never changed.
 */
export function applyCommand(
  action: Action,
  command: ActionCommand,
  at: Millis,
): { action: Action; entry: LedgerEntry } {
  const refusal = whyNot(action, command.type, at);
  if (refusal !== undefined) {
    const locked = TRANSITIONS[action.status].includes(command.type);
    throw new PostbenchError(
      locked ? 'PB_ACTION_LOCKED' : 'PB_TRANSITION_ILLEGAL',
      `Action ${action.id} cannot be ${PAST[command.type]}: ${refusal}.`,
      { remedy: remedyFor(action, at) },
    );
  }
  const { after, kind } = transit(action, command);
  return { action: after, entry: entryOf(action, after, kind, at) };
}

const PAST: Record<Transition, string> = {
  modify: 'modified',
  reverse: 'reversed',
  restore: 'restored',
  approve: 'approved',
};

function remedyFor(action: Action, at: Millis): string {
  const possible = legalTransitions(action, at);
  return possible.length === 0 ? 'Track a new action.' : `Possible now: ${possible.join(', ')}.`;
}

function transit(action: Action, command: ActionCommand): { after: Action; kind: ActionEventKind } {
  switch (command.type) {
    case 'modify': {
      const amount = command.amount ?? action.amount;
      const payout = command.payout ?? payoutFor(action.eventType, amount);
      requireNotNegative(amount, 'amount');
      requireNotNegative(payout, 'payout');
      if (amount === 0 && action.amount !== 0) return reverse(action, command.reason);
      return { after: { ...action, statusDetail: command.reason, amount, payout }, kind: 'modified' };
    }
    case 'reverse':
      return reverse(action, command.reason);
    case 'restore': {
      const { amount, payout } = action.beforeReversal ?? { amount: action.amount, payout: action.payout };
      const after: Action = {
        ...action,
        status: 'PENDING',
        statusDetail: '',
        amount,
        payout,
        beforeReversal: null,
      };
      return { after, kind: 'restored' };
    }
    case 'approve':
      return { after: { ...action, status: 'APPROVED', statusDetail: '' }, kind: 'approved' };
  }
}

function reverse(action: Action, reason: string): { after: Action; kind: ActionEventKind } {
  const beforeReversal = { amount: action.amount, payout: action.payout };
  return {
    after: { ...action, status: 'REVERSED', statusDetail: reason, amount: 0, payout: 0, beforeReversal },
    kind: 'reversed',
  };
}

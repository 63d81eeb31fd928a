import { PostbenchError } from '../errors.ts';
import { digitsOf, type MoneyDigits } from './currency-digits.ts';
import { isPastLocking } from './locking.ts';
import { type Money, parseMoney, requireDigits, requireNotNegative, shareOf } from './money.ts';
import { type ActionItem, changedItems, type ItemChange, sumOf } from './order-items.ts';
import type { EventType, Partner, Program } from './program.ts';
import { isoInZone, type Millis, midnightAfter } from './time.ts';
import type { WorldEvent } from './world-event.ts';

/** API `State` and postback {Status}; documented by impact.com. Clearing is a date, not a status. */
export const ACTION_STATUSES = ['PENDING', 'APPROVED', 'REVERSED'] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** What can be done to an existing action. Locking is missing: it happens by date, see `settle`. */
export type Transition = 'modify' | 'reverse' | 'restore' | 'reset' | 'approve' | 'clear';

/** What happened, according to an action's ledger. */
export type ActionEventKind = Exclude<WorldEvent, 'inquiry-opened' | 'inquiry-closed' | 'item-changed'>;

/** What came with the click and the order; every postback of the action carries it. */
export interface Tracking {
  subId1: string;
  subId2: string;
  subId3: string;
  sharedId: string;
  refClickId: string;
  orderId: string;
  promoCode: string;
  /** The page that the link led to. */
  landingPage: string;
  /** Id of the partner's site named by the link; '' if none. */
  propertyId: string;
}

/** Amounts that belong together: a modification replaces them all, a restore brings them all back. */
export interface ActionMoney {
  /** In the program's currency. */
  amount: Money;
  payout: Money;
  /** In the order's own currency. */
  originalAmount: Money;
  items: ActionItem[];
}

/** The current state of one action, with all that its postbacks need. Plain data: it is stored and sent as JSON. */
export interface Action extends ActionMoney {
  id: string;
  program: Pick<Program, 'id' | 'name' | 'timeZone' | 'currency' | 'clearingDays'>;
  adId: string;
  eventType: EventType;
  partner: Pick<Partner, 'id' | 'name'>;
  status: ActionStatus;
  statusDetail: string;
  /** The order's own currency, and what one of it is worth in the program's. */
  originalCurrency: string;
  exchangeRate: number;
  /** The first values; no transition changes them. */
  intended: ActionMoney;
  /** What a restore brings back; set while the action is reversed. */
  beforeReversal: ActionMoney | null;
  tracking: Tracking;
  referringDate: Millis;
  eventDate: Millis;
  lockingDate: Millis;
  /** When its payout will clear; set once it locks or is approved manually. */
  clearingDate: Millis | null;
  clearedDate: Millis | null;
}

/** One line of an action's ledger: the values after it, and what it changed. */
export interface LedgerEntry {
  kind: ActionEventKind;
  at: Millis;
  status: ActionStatus;
  reason: string;
  amount: Money;
  payout: Money;
  deltaAmount: Money;
  deltaPayout: Money;
  originalAmount: Money;
}

export type ActionCommand =
  | {
      type: 'modify';
      /** The order's new amount in its own currency; or lines, whose sum it becomes. */
      amount?: Money | undefined;
      items?: readonly ItemChange[] | undefined;
      /** Without it, the event type's payout rule decides. */
      payout?: Money | undefined;
      reason: string;
    }
  | { type: 'reverse'; reason: string }
  | { type: 'restore' }
  | { type: 'reset' }
  | { type: 'approve' }
  | { type: 'clear' };

/**
 * The legal transitions. PENDING may be modified or reversed until it locks, APPROVED (which is locked) takes no more
 * changes, a reversed action can be restored, and a reset brings a modified or reversed action back to its first
 * state before locking (documented: brand articles on approve, reverse and modify). Only what is approved clears.
 */
export const TRANSITIONS: Readonly<Record<ActionStatus, readonly Transition[]>> = {
  PENDING: ['modify', 'reverse', 'reset', 'approve'],
  REVERSED: ['restore', 'reset'],
  APPROVED: ['clear'],
};

const FINAL = 'it is approved, and an approved action takes no more changes';
const PENDING_STILL = 'it is not approved yet; it locks first';
const REFUSALS: Record<ActionStatus, Partial<Record<Transition, string>>> = {
  PENDING: { restore: 'it is not reversed', clear: PENDING_STILL },
  REVERSED: {
    modify: 'it is reversed; restore it first',
    reverse: 'it is already reversed',
    approve: 'it is reversed; restore it first',
    clear: 'it is reversed, so nothing is paid for it',
  },
  APPROVED: {
    modify: FINAL,
    reverse: FINAL,
    reset: FINAL,
    restore: 'it is approved, not reversed',
    approve: 'it is already approved',
  },
};

/** Why a transition is not possible now, as a sentence; undefined if it is. */
export function whyNot(action: Action, transition: Transition, at: Millis): string | undefined {
  const refusal = REFUSALS[action.status][transition];
  const locked = `it locked on ${isoInZone(action.lockingDate, action.program.timeZone)}`;
  if (refusal !== undefined) return refusal === FINAL && isPastLocking(action, at) ? locked : refusal;
  if (transition === 'clear') return action.clearedDate === null ? undefined : 'it is already cleared';
  if (transition === 'reset' && action.status === 'PENDING' && sameMoney(action, action.intended))
    return 'its values are still the first ones';
  return transition !== 'approve' && isPastLocking(action, at) ? locked : undefined;
}

function sameMoney(one: ActionMoney, other: ActionMoney): boolean {
  return (
    one.amount === other.amount &&
    one.payout === other.payout &&
    JSON.stringify(one.items) === JSON.stringify(other.items)
  );
}

/** The payout for an amount by the event type's rule; both in a currency with so many digits after the point. */
export function payoutFor(eventType: EventType, amount: Money, digits: number): Money {
  const rule = eventType.payout;
  return rule.type === 'percent' ? shareOf(amount, rule.percent / 100, digits) : parseMoney(rule.amount);
}

/** The line of the ledger for what an action has become. */
export function entryOf(
  before: { amount: Money; payout: Money },
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
    originalAmount: after.originalAmount,
  };
}

export type Tracked = Pick<
  Action,
  | 'id'
  | 'program'
  | 'adId'
  | 'eventType'
  | 'partner'
  | 'originalCurrency'
  | 'exchangeRate'
  | 'tracking'
  | 'referringDate'
  | 'eventDate'
  | 'lockingDate'
> & {
  /** In the order's own currency; the sum of the items if there are any. */
  amount: Money;
  /** Without it, the event type's payout rule decides. */
  payout?: Money | undefined;
  items: ActionItem[];
};

/** A new action with its first ledger line. Throws PB_AMOUNT_INVALID. */
export function trackAction(given: Tracked, rule?: MoneyDigits): { action: Action; entry: LedgerEntry } {
  const { amount: originalAmount, payout, items, ...rest } = given;
  requireDigits(originalAmount, 'amount', given.originalCurrency, rule);
  for (const { sku, amount } of items)
    requireDigits(amount, `amount of ${sku}`, given.originalCurrency, rule);
  const money = moneyOf(given, { originalAmount, payout, items }, rule);
  const action: Action = {
    ...rest,
    ...money,
    status: 'PENDING',
    statusDetail: '',
    intended: money,
    beforeReversal: null,
    clearingDate: null,
    clearedDate: null,
  };
  return { action, entry: entryOf({ amount: 0, payout: 0 }, action, 'tracked', given.eventDate) };
}

/** The amounts of an order by the rules of its program. */
function moneyOf(
  { eventType, exchangeRate, program }: Pick<Action, 'eventType' | 'exchangeRate' | 'program'>,
  order: { originalAmount: Money; payout: Money | undefined; items: ActionItem[] },
  rule: MoneyDigits | undefined,
): ActionMoney {
  const digits = digitsOf(program.currency, rule);
  const amount = shareOf(order.originalAmount, exchangeRate, digits);
  const payout = order.payout ?? payoutFor(eventType, amount, digits);
  // Given, or fixed by the event type.
  requireDigits(payout, 'payout', program.currency, rule);
  requireNotNegative(amount, 'amount');
  requireNotNegative(payout, 'payout');
  return { amount, payout, originalAmount: order.originalAmount, items: order.items };
}

function clearingDateFrom({ program }: Action, at: Millis): Millis {
  return midnightAfter(at, program.clearingDays, program.timeZone);
}

/** An action from its locking, or its approval by hand, on. */
export function approved(action: Action, at: Millis): Action {
  return { ...action, status: 'APPROVED', statusDetail: '', clearingDate: clearingDateFrom(action, at) };
}

/**
 * Applies a transition to an action that is settled. Money by rule 9 of sending: a reversal has Payout and Amount 0.00
 * and deltas of minus the values before (inferred), the intended values stay the first ones, a restore brings the last
 * values back, a reset the first ones. An amount changed to 0 reverses an action whose amount was not 0 (documented:
 * brand actions v14). Throws PB_TRANSITION_ILLEGAL, PB_ACTION_LOCKED, PB_ITEM_UNKNOWN or PB_AMOUNT_INVALID; the
 * action given is never changed.
 */
export function applyCommand(
  action: Action,
  command: ActionCommand,
  at: Millis,
  rule?: MoneyDigits,
): { action: Action; entry: LedgerEntry } {
  const refusal = whyNot(action, command.type, at);
  if (refusal !== undefined) {
    const isLocked = isPastLocking(action, at) && action.status !== 'REVERSED' && command.type !== 'clear';
    throw new PostbenchError(
      isLocked || TRANSITIONS[action.status].includes(command.type)
        ? 'PB_ACTION_LOCKED'
        : 'PB_TRANSITION_ILLEGAL',
      `Action ${action.id} cannot be ${PAST[command.type]}: ${refusal}.`,
      { remedy: remedyFor(action, at) },
    );
  }
  const { after, kind } = transit(action, command, at, rule);
  return { action: after, entry: entryOf(action, after, kind, at) };
}

const PAST: Record<Transition, string> = {
  modify: 'modified',
  reverse: 'reversed',
  restore: 'restored',
  reset: 'reset',
  approve: 'approved',
  clear: 'cleared',
};

/** The transitions that are possible for an action that is settled. */
export function possibleTransitions(action: Action, at: Millis): Transition[] {
  return TRANSITIONS[action.status].filter((transition) => whyNot(action, transition, at) === undefined);
}

function remedyFor(action: Action, at: Millis): string {
  const possible = possibleTransitions(action, at);
  return possible.length === 0 ? 'Track a new action.' : `Possible now: ${possible.join(', ')}.`;
}

function transit(
  action: Action,
  command: ActionCommand,
  at: Millis,
  rule: MoneyDigits | undefined,
): { after: Action; kind: ActionEventKind } {
  switch (command.type) {
    case 'modify': {
      requireDigits(command.amount, 'amount', action.originalCurrency, rule);
      const items = command.items === undefined ? action.items : changedItems(action, command.items, rule);
      const originalAmount =
        command.items === undefined ? (command.amount ?? action.originalAmount) : sumOf(items);
      const money = moneyOf(action, { originalAmount, payout: command.payout, items }, rule);
      if (money.amount === 0 && action.amount !== 0) return reverse(action, command.reason);
      return { after: { ...action, ...money, statusDetail: command.reason }, kind: 'modified' };
    }
    case 'reverse':
      return reverse(action, command.reason);
    case 'restore':
      return { after: backTo(action, action.beforeReversal ?? action, ''), kind: 'restored' };
    case 'reset':
      // RESET is the documented reason of this change, and so its StatusDetail (inferred).
      return { after: backTo(action, action.intended, 'RESET'), kind: 'reset' };
    case 'approve':
      return { after: approved(action, at), kind: 'approved' };
    case 'clear':
      return { after: { ...action, clearedDate: at }, kind: 'cleared' };
  }
}

function backTo(action: Action, money: ActionMoney, statusDetail: string): Action {
  const { amount, payout, originalAmount, items } = money;
  return {
    ...action,
    status: 'PENDING',
    statusDetail,
    amount,
    payout,
    originalAmount,
    items,
    beforeReversal: null,
  };
}

function reverse(action: Action, reason: string): { after: Action; kind: ActionEventKind } {
  const { amount, payout, originalAmount, items } = action;
  return {
    after: {
      ...action,
      status: 'REVERSED',
      statusDetail: reason,
      amount: 0,
      payout: 0,
      originalAmount: 0,
      items: items.map((item) => ({ ...item, amount: 0 })),
      beforeReversal: { amount, payout, originalAmount, items },
    },
    kind: 'reversed',
  };
}

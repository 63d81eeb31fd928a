import fc from 'fast-check';
import type { Send, Story, StoryEvent } from '../story.ts';

/**
 * A random life as plain numbers, from which `storyOf` makes what happens and what is sent. Every plan is possible: what
 * an action allows at a time decides what a number means. So fast-check can take pieces out of a plan that fails.
 */
export interface LifePlan {
  /** What happens: to which action, by which of its possible verbs, with which payout. */
  events: readonly { action: number; verb: number; payout: number }[];
  /** What goes wrong on the way: which sending, and how far. */
  disorder: readonly { kind: number; at: number; by: number }[];
}

/** Actions of one life at most; some of them are of one click. */
const ACTIONS = 3;
const EVENTS = 9;
const DISORDERS = 4;

/** Plans of so many actions, events and disorders at most. */
function plansOf(
  actions: number,
  events: number,
  disorders: readonly [number, number],
): fc.Arbitrary<LifePlan> {
  const [least, most] = disorders;
  return fc.record({
    events: fc.array(
      fc.record({
        action: fc.nat(actions - 1),
        verb: fc.nat(11),
        payout: fc.integer({ min: 1, max: 400 }),
      }),
      { minLength: 1, maxLength: events },
    ),
    disorder: fc.array(
      fc.record({ kind: fc.nat(4), at: fc.nat(EVENTS - 1), by: fc.integer({ min: 1, max: 3 }) }),
      { minLength: least, maxLength: most },
    ),
  });
}

/**
 * A third of the lives are played in order, since only these may come back to a payout that they had; a third are
 * short and in disorder, where most of them can be judged; a third are both long and in disorder.
 */
const lifePlans: fc.Arbitrary<LifePlan> = fc.oneof(
  // One action alone comes further: reversed, restored, and reversed again.
  fc.oneof(plansOf(ACTIONS, EVENTS, [0, 0]), plansOf(1, EVENTS, [0, 0])),
  plansOf(1, 3, [1, 2]),
  plansOf(ACTIONS, EVENTS, [1, DISORDERS]),
);

/** Any plan, for taking pieces out of one: however it was drawn. */
const shrinkable = plansOf(ACTIONS, EVENTS, [0, DISORDERS]);

/** So many plans of a seed. */
export function drawPlans(count: number, seed: number): LifePlan[] {
  return fc.sample(lifePlans, { numRuns: count, seed: seed | 0 });
}

/** Smaller plans that may still fail, those with one piece less first; without end for large ones, so take a few. */
export function* smallerPlans(plan: LifePlan): Generator<LifePlan> {
  for (const [index] of plan.events.entries())
    if (plan.events.length > 1) yield { ...plan, events: plan.events.toSpliced(index, 1) };
  for (const [index] of plan.disorder.entries())
    yield { ...plan, disorder: plan.disorder.toSpliced(index, 1) };
  for (const { value } of shrinkable.shrink(plan, undefined)) yield value;
}

/** How many sendings a plan makes. */
export function sendsOf(plan: LifePlan): number {
  return storyOf(plan).sends.length;
}

interface Living {
  name: string;
  status: 'none' | 'pending' | 'reversed';
  payout: number;
  /** Before the reversal. */
  former: number;
  first: number;
}

/** What happens and what is sent in a life. Pure: the same plan is the same story. */
export function storyOf({ events: planned, disorder }: LifePlan): Story {
  const living: Living[] = Array.from({ length: ACTIONS }, (_, index) => ({
    name: 'abc'[index]!,
    status: 'none',
    payout: 0,
    former: 0,
    first: 0,
  }));
  const events = planned.flatMap((one) => eventOf(living[one.action % ACTIONS]!, one) ?? []);
  const sends = disordered(events, disorder);
  const isQuiet = sends.length !== events.length || sends.some((send, index) => send.event !== index);
  return { events, sends, quiet: isQuiet };
}

function eventOf(action: Living, { verb, payout }: LifePlan['events'][number]): StoryEvent | undefined {
  const { name } = action;
  // Payouts in steps of 25, amounts ten times as large.
  const cents = payout * 25;
  if (action.status === 'none') {
    Object.assign(action, { status: 'pending', payout: cents, first: cents });
    const purchase = { amount: cents * 10, payout: cents };
    return {
      action: name,
      type: 'create',
      purchase: verb % 3 === 0 ? { ...purchase, click: 'c' } : purchase,
    };
  }
  if (action.status === 'reversed') {
    action.status = 'pending';
    if (verb % 4 === 3 && action.former !== action.first) {
      action.payout = action.first;
      return { action: name, type: 'reset' };
    }
    action.payout = action.former;
    return { action: name, type: 'restore' };
  }
  if (verb % 3 === 0) {
    Object.assign(action, { status: 'reversed', former: action.payout, payout: 0 });
    return { action: name, type: 'reverse', reason: verb % 2 === 0 ? 'ITEM_RETURNED' : 'CONSUMER_FRAUD' };
  }
  if (verb === 11 && action.payout !== action.first) {
    action.payout = action.first;
    return { action: name, type: 'reset' };
  }
  // A modification that leaves the payout as it was says nothing.
  const changed = cents === action.payout ? cents + 25 : cents;
  action.payout = changed;
  return { action: name, type: 'modify', amount: changed * 10, payout: changed };
}

const DUPLICATE = 0;
const DUPLICATE_LATER = 1;
const SWAP = 2;
const DELAY = 3;

/** The sendings of events in order, with what goes wrong on the way. */
function disordered(events: readonly StoryEvent[], disorder: LifePlan['disorder']): Send[] {
  const sends: Send[] = events.map((_, event) => ({ event }));
  for (const { kind, at, by } of disorder) {
    if (sends.length === 0) break;
    const from = at % sends.length;
    const send = sends[from]!;
    const to = Math.min(from + by, sends.length - 1);
    if (kind === DUPLICATE) sends.splice(from + 1, 0, { event: send.event });
    else if (kind === DUPLICATE_LATER) sends.splice(to + 1, 0, { event: send.event });
    else if (kind === SWAP) [sends[from], sends[to]] = [sends[to]!, sends[from]!];
    else if (kind === DELAY) sends.splice(to, 0, ...sends.splice(from, 1));
    else if (send.lost !== true) {
      // A lost response: the platform sends it again, at once or after something else.
      sends[from] = { ...send, lost: true };
      sends.splice(to + 1, 0, { event: send.event });
    }
  }
  const arrived = new Set<number>();
  return sends.map((send) => {
    const { action } = events[send.event]!;
    const isEarly = events.some(
      (event, index) => index < send.event && event.action === action && !arrived.has(index),
    );
    arrived.add(send.event);
    return isEarly ? { ...send, early: true } : send;
  });
}

import { PostbenchError } from '../errors.ts';
import { type Action, type LedgerEntry, payoutFor, trackAction } from './action.ts';
import type { Cents } from './money.ts';
import type { EventType, Program, World } from './program.ts';
import { drawFrom, drawText } from './random.ts';
import { type Millis, midnightAfter } from './time.ts';

/** What a purchase (or sign-up, or install) looks like before the platform has given it an id. */
export interface Purchase {
  /** Id or name of a program; the first one without it. */
  program?: string | undefined;
  /** Id or name of an event type; the program's first one without it. */
  eventType?: string | undefined;
  amount: Cents;
  /** Without it, the event type's payout rule decides. */
  payout?: Cents | undefined;
  subId1?: string | undefined;
  subId2?: string | undefined;
  subId3?: string | undefined;
  sharedId?: string | undefined;
  orderId?: string | undefined;
  promoCode?: string | undefined;
}

function find<T extends { id: string; name: string }>(
  all: readonly T[],
  wanted: string | undefined,
  what: string,
): T {
  const found =
    wanted === undefined
      ? all[0]
      : all.find(({ id, name }) => id === wanted || name.trim() === wanted.trim());
  if (found !== undefined) return found;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `There is no ${what} "${wanted ?? ''}".`, {
    remedy: `Name one of: ${all.map(({ id, name }) => `${name.trim()} (${id})`).join(', ')}.`,
  });
}

/** The program and event type that a purchase names, by id or name. Throws PB_ARGUMENT_INVALID. */
export function findEventType(
  world: World,
  purchase: Pick<Purchase, 'program' | 'eventType'>,
): { program: Program; eventType: EventType } {
  const program = find(world.programs, purchase.program, 'program');
  return {
    program,
    eventType: find(program.eventTypes, purchase.eventType, `event type in ${program.name.trim()}`),
  };
}

/**
 * Tracks the `index`th purchase of a seed. Ids have the documented shape (three numbers with dots) and, like the
 * click, come from the seed alone: the same seed, index and time give the same action.
 */
export function trackPurchase(
  world: World,
  purchase: Purchase,
  at: Millis,
  seed: number,
  index: number,
): { action: Action; entry: LedgerEntry } {
  const { program, eventType } = findEventType(world, purchase);
  const { id, name, timeZone, currency, adId } = program;
  const draw = drawFrom(seed, 'action', index);
  // The middle number is not the event type's id in the documented example; its meaning is unknown.
  const contract = drawFrom(seed, 'contract', id)(1000, 9999);
  const first = drawFrom(seed, 'first-action')(100_000, 899_999);
  const click = `${drawText(draw, 8)}:${drawText(draw, 10)}-${drawText(draw, 6)}`;
  const order = String(draw(100_000, 999_999)) + String(draw(1_000_000, 9_999_999));
  return trackAction({
    id: `${id}.${contract}.${first + index}`,
    program: { id, name, timeZone, currency, adId },
    eventType,
    partner: world.partner,
    amount: purchase.amount,
    payout: purchase.payout ?? payoutFor(eventType, purchase.amount),
    tracking: {
      subId1: purchase.subId1 ?? '',
      subId2: purchase.subId2 ?? '',
      subId3: purchase.subId3 ?? '',
      sharedId: purchase.sharedId ?? '',
      refClickId: click,
      orderId: purchase.orderId ?? order,
      promoCode: purchase.promoCode ?? '',
    },
    referringDate: at - draw(60, 7200) * 1000,
    eventDate: at,
    lockingDate: midnightAfter(at, program.lockingDays, timeZone),
  });
}

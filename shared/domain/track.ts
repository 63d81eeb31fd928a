import { PostbenchError } from '../errors.ts';
import { type Action, type LedgerEntry, trackAction } from './action.ts';
import { findNamed } from './find.ts';
import type { Click } from './link.ts';
import type { Money } from './money.ts';
import { type ActionItem, sumOf } from './order-items.ts';
import type { EventType, Program, World } from './program.ts';
import { drawFrom, drawText } from './random.ts';
import { type Millis, midnightAfter } from './time.ts';

/** A purchase (or sign-up, or install) before the platform has given it an id. */
export interface Purchase {
  /** Id or name of a program; defaults to the click's, then to the first one. */
  program?: string | undefined;
  /** Id or name of an event type; defaults to the program's first one. */
  eventType?: string | undefined;
  /** In the order's own currency; the sum of the items if there are any. */
  amount?: Money | undefined;
  items?: readonly ActionItem[] | undefined;
  /** Without it, the event type's payout rule decides. */
  payout?: Money | undefined;
  /** The order's own currency, and what one of it is worth in the program's. */
  currency?: string | undefined;
  exchangeRate?: number | undefined;
  /** The click that led to it; its values are copied, and nothing below may contradict them. */
  click?: Click | undefined;
  subId1?: string | undefined;
  subId2?: string | undefined;
  subId3?: string | undefined;
  sharedId?: string | undefined;
  orderId?: string | undefined;
  promoCode?: string | undefined;
}

/** The program and event type of a purchase, by id or name. Throws PB_ARGUMENT_INVALID. */
export function findEventType(
  world: World,
  purchase: Pick<Purchase, 'program' | 'eventType' | 'click'>,
): { program: Program; eventType: EventType } {
  const program = findNamed(world.programs, purchase.program ?? purchase.click?.programId, 'program');
  return {
    program,
    eventType: findNamed(program.eventTypes, purchase.eventType, `event type in ${program.name.trim()}`),
  };
}

/**
 * Tracks the `index`th purchase of a seed. Ids have the documented shape (three numbers with dots) and, like the
 * click, come from the seed alone: the same seed, index and time give the same action. Throws PB_ARGUMENT_INVALID,
 * PB_AMOUNT_INVALID.
 */
export function trackPurchase(
  world: World,
  purchase: Purchase,
  at: Millis,
  seed: number,
  index: number,
): { action: Action; entry: LedgerEntry } {
  const { program, eventType } = findEventType(world, purchase);
  const { id, name, timeZone, currency, clearingDays, adId } = program;
  const { click, items = [] } = purchase;
  if (click !== undefined && click.programId !== id) {
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      `The click was on a link for program ${click.programId}, not ${id}.`,
      {
        remedy: 'Leave the program out, or use a click on one of its links.',
      },
    );
  }
  const draw = drawFrom(seed, 'action', index);
  // The middle number is not the event type's id in the documented example; its meaning is unknown.
  const contract = drawFrom(seed, 'contract', id)(1000, 9999);
  const first = drawFrom(seed, 'first-action')(100_000, 899_999);
  const drawnClick = `${drawText(draw, 8)}:${drawText(draw, 10)}-${drawText(draw, 6)}`;
  const order = String(draw(100_000, 999_999)) + String(draw(1_000_000, 9_999_999));
  const drawnReferral = at - draw(60, 7200) * 1000;
  return trackAction(
    {
      id: `${id}.${contract}.${first + index}`,
      program: { id, name, timeZone, currency, clearingDays },
      adId: click?.adId ?? adId,
      eventType,
      partner: { id: world.partner.id, name: world.partner.name },
      amount: items.length > 0 ? sumOf(items) : amountOf(purchase),
      items: [...items],
      payout: purchase.payout,
      originalCurrency: purchase.currency ?? currency,
      exchangeRate: rateOf(purchase, currency),
      tracking: {
        subId1: click?.subId1 ?? purchase.subId1 ?? '',
        subId2: click?.subId2 ?? purchase.subId2 ?? '',
        subId3: click?.subId3 ?? purchase.subId3 ?? '',
        sharedId: click?.sharedId ?? purchase.sharedId ?? '',
        refClickId: click?.id ?? drawnClick,
        orderId: purchase.orderId ?? order,
        promoCode: purchase.promoCode ?? '',
        landingPage: click?.landingPage ?? program.landingPage,
        propertyId: click?.propertyId ?? '',
      },
      referringDate: click?.at ?? drawnReferral,
      eventDate: at,
      lockingDate: midnightAfter(at, program.lockingDays, timeZone),
    },
    world.moneyDigits,
  );
}

function amountOf({ amount }: Purchase): Money {
  if (amount !== undefined) return amount;
  throw new PostbenchError('PB_AMOUNT_INVALID', 'The purchase has neither an amount nor items.', {
    remedy: 'Set one of them. 0.00 is also an amount.',
  });
}

function rateOf({ currency, exchangeRate }: Purchase, own: string): number {
  if (currency === undefined || currency === own) return 1;
  if (exchangeRate !== undefined) return exchangeRate;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `The order is in ${currency}, the program in ${own}.`, {
    remedy: `Set the exchange rate: how many ${own} one ${currency} is.`,
  });
}

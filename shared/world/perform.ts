import { type Action, type ActionCommand, applyCommand, type LedgerEntry } from '../domain/action.ts';
import { nextDate, settle } from '../domain/action-dates.ts';
import { COUNTS, changeItem, type ItemCommand } from '../domain/catalog.ts';
import { type ClosingInput, closeInquiry, type InquiryInput, openInquiry } from '../domain/inquiry.ts';
import { clickLink } from '../domain/link.ts';
import type { World } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import { type Purchase, trackPurchase } from '../domain/track.ts';
import { PostbenchError } from '../errors.ts';
import type { DomainEvent, DomainEventOf } from './domain-event.ts';
import type { ItemState, Things } from './things.ts';

/** A change of one item of a catalog. */
export interface ItemChange {
  sku: string;
  command: ItemCommand;
}

/** One thing to do in the world; its target is named by its key in the things. */
export type WorldCommand =
  | { type: 'click'; link: string }
  /** A purchase, sign-up or install; `click` is the click that is converted. */
  | { type: 'track'; purchase: Omit<Purchase, 'click'>; click?: number | undefined }
  | { type: 'change'; action: number; command: ActionCommand }
  | { type: 'open-inquiry'; input: Omit<InquiryInput, 'action'>; action?: number | undefined }
  | { type: 'close-inquiry'; inquiry: number; input: ClosingInput }
  /** Each item that really changes is an event of its own. */
  | { type: 'change-items'; catalog: number; changes: readonly ItemChange[] };

/**
 * Does one thing at a time and returns what happened: for manual work and scenarios, in memory and on the store. An
 * action that is changed has settled first, so that what its dates did comes before. Throws what the rules of domain/
 * throw (PB_TRANSITION_ILLEGAL, PB_ACTION_LOCKED, PB_ITEM_UNKNOWN, PB_ITEM_TAKEN, PB_AMOUNT_INVALID,
 * PB_ARGUMENT_INVALID, PB_LINK_INVALID, PB_INQUIRY_REFUSED), and PB_ACTION_UNKNOWN, PB_CLICK_UNKNOWN,
 * PB_INQUIRY_UNKNOWN or PB_CATALOG_UNKNOWN for an unknown key. Only a command that changes many items may
 * have changed some of them by then: a caller that cannot accept this wraps it in a transaction.
 */
export function perform(world: World, things: Things, command: WorldCommand, at: Millis): DomainEvent[] {
  const { seed, made } = things;
  switch (command.type) {
    case 'click': {
      const link = command.link.trim();
      const click = clickLink(world, link, at, seed, made.click);
      const key = things.clicks.add(click, link);
      made.click += 1;
      return [{ type: 'click', key, nth: 1, click, link }];
    }
    case 'track': {
      const click = command.click === undefined ? undefined : there(things.clicks, command.click, 'click');
      const tracked = trackPurchase(world, { ...command.purchase, click }, at, seed, made.action);
      const key = things.actions.add(tracked.action, tracked.entry);
      made.action += 1;
      return [{ type: 'action', key, nth: 1, ...tracked }];
    }
    case 'change': {
      const before = there(things.actions, command.action, 'action');
      const writer = new LedgerWriter(things, command.action, before.entries);
      const locked = settle(before.action, at);
      if (locked !== undefined) writer.write(locked);
      // Nothing is written before the command is known to be legal.
      writer.write(applyCommand(locked?.action ?? before.action, command.command, at, world.moneyDigits));
      return writer.commit();
    }
    case 'open-inquiry': {
      const { input, action: about } = command;
      const action = about === undefined ? undefined : there(things.actions, about, 'action').action;
      const inquiry = openInquiry(world, { ...input, action }, at, seed, made.inquiry);
      const key = things.inquiries.add(inquiry);
      made.inquiry += 1;
      return [{ type: 'inquiry', key, nth: 1, inquiry, event: 'inquiry-opened' }];
    }
    case 'close-inquiry': {
      const key = command.inquiry;
      const before = there(things.inquiries, key, 'inquiry');
      const inquiry = closeInquiry(before, command.input, at, world.moneyDigits);
      things.inquiries.update(key, inquiry);
      return [{ type: 'inquiry', key, nth: 2, inquiry, event: 'inquiry-closed' }];
    }
    case 'change-items':
      return changeItems(world, things, command.catalog, command.changes, at);
  }
}

/**
 * Applies dates up to a time: actions lock and then clear, each at its own moment, the earliest first. At most about
 * `most` things, for callers that must yield in between; call it again for the rest.
 */
export function passDates(things: Things, at: Millis, most = Number.POSITIVE_INFINITY): DomainEvent[] {
  const { actions } = things;
  const happened: DomainEvent[] = [];
  while (happened.length < most) {
    const next = actions.nextDate();
    if (next === null || next > at) break;
    // One moment after the other: what locks now may clear before another one locks.
    for (const key of actions.due(next, most)) {
      const { action, entries } = actions.get(key)!;
      const when = nextDate(action)!;
      const writer = new LedgerWriter(things, key, entries);
      writer.write(settle(action, when) ?? applyCommand(action, { type: 'clear' }, when));
      happened.push(...writer.commit());
    }
  }
  return happened;
}

/** Lines of one action's ledger, written together once all of them are known to be possible. */
class LedgerWriter {
  readonly #things: Things;
  readonly #key: number;
  #nth: number;
  readonly #happened: DomainEventOf<'action'>[] = [];

  constructor(things: Things, key: number, entries: number) {
    this.#things = things;
    this.#key = key;
    this.#nth = entries;
  }

  write({ action, entry }: { action: Action; entry: LedgerEntry }): void {
    this.#nth += 1;
    this.#happened.push({ type: 'action', key: this.#key, nth: this.#nth, action, entry });
  }

  commit(): DomainEvent[] {
    for (const { key, action, entry } of this.#happened) this.#things.actions.update(key, action, entry);
    return this.#happened;
  }
}

function changeItems(
  { moneyDigits: rule }: World,
  { catalogs }: Things,
  catalogKey: number,
  changes: readonly ItemChange[],
  at: Millis,
): DomainEvent[] {
  const { program, id, name, items } = there(catalogs, catalogKey, 'catalog');
  let count = items;
  const happened = changes.flatMap(({ sku, command }): DomainEvent[] => {
    const before: ItemState | undefined = catalogs.item(catalogKey, sku);
    const changed = changeItem(before?.item, sku, command, { currency: program.currency, rule });
    if (changed === null) return [];
    count += COUNTS[changed.change];
    const nth = (before?.changes ?? 0) + 1;
    const key = catalogs.put(catalogKey, changed.item, at, nth);
    return [
      { type: 'item', key, nth, place: { program, catalog: { id, name, items: count } }, ...changed, at },
    ];
  });
  if (happened.length > 0) catalogs.changed(catalogKey);
  return happened;
}

const UNKNOWN = {
  action: {
    code: 'PB_ACTION_UNKNOWN',
    message: 'That action no longer exists.',
    remedy: 'Select one from the list of actions, or track a new one.',
  },
  click: {
    code: 'PB_CLICK_UNKNOWN',
    message: 'That click no longer exists.',
    remedy: 'Click the link again, then convert the new click.',
  },
  inquiry: {
    code: 'PB_INQUIRY_UNKNOWN',
    message: 'That inquiry no longer exists.',
    remedy: 'Select one from the list, or open a new one.',
  },
  catalog: {
    code: 'PB_CATALOG_UNKNOWN',
    message: 'That catalog no longer exists.',
    remedy: 'Select one from the list. A program has the catalogs that postbench.yaml gives it.',
  },
} as const;

/** The error for a thing whose key no longer exists. */
export function noSuchThing(what: keyof typeof UNKNOWN): PostbenchError {
  const { code, message, remedy } = UNKNOWN[what];
  return new PostbenchError(code, message, { remedy });
}

function there<T>(things: { get(key: number): T | undefined }, key: number, what: keyof typeof UNKNOWN): T {
  const found = things.get(key);
  if (found === undefined) throw noSuchThing(what);
  return found;
}

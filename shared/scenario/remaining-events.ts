import { type ActionCommand, applyCommand, whyNot } from '../domain/action.ts';
import {
  COUNTS,
  catalogItemOf,
  changeItem,
  type ItemChangeType,
  type ItemCommand,
} from '../domain/catalog.ts';
import { digitsOf, type MoneyDigits } from '../domain/currency-digits.ts';
import { closeInquiry } from '../domain/inquiry.ts';
import { shareOf } from '../domain/money.ts';
import type { PostbackKind } from '../placeholders/placeholder-registry.ts';
import type { DomainEvent, DomainEventOf as Of } from '../world/domain-event.ts';

const HOUR = 3_600_000;
const LIFE_CYCLE = ['modified', 'reversed', 'restored'] as const;
const CHANGES: readonly ItemChangeType[] = ['UPDATED', 'DELETED', 'ADDED'];

/**
 * What would happen next to the first thing of a kind, so that every event of the kind appears once: by the same rules
 * that move the world, an hour apart. What the rules no longer allow (on a locked action) is omitted.
 */
export function remainingEvents(
  happened: readonly DomainEvent[],
  kind: PostbackKind,
  rule?: MoneyDigits,
): DomainEvent[] {
  switch (kind) {
    case 'action':
      return remainingOfAction(ofFirstAction(happened), new Set(happened.flatMap(kindsOf)), rule);
    case 'clearing':
      return happened.flatMap(kindsOf).includes('cleared') ? [] : clearedAction(ofFirstAction(happened));
    case 'inquiry':
      return closedInquiry(happened.filter((one) => one.type === 'inquiry'));
    case 'catalog':
      return changedItem(
        happened.filter((one) => one.type === 'item'),
        rule,
      );
  }
}

const kindsOf = (domainEvent: DomainEvent) => (domainEvent.type === 'action' ? [domainEvent.entry.kind] : []);

/** Everything that happened to the first action. */
function ofFirstAction(happened: readonly DomainEvent[]): Of<'action'>[] {
  const actions = happened.filter((one) => one.type === 'action');
  return actions.filter(({ action }) => action.id === actions[0]?.action.id);
}

function commandFor(
  event: (typeof LIFE_CYCLE)[number],
  { action }: Of<'action'>,
  rule?: MoneyDigits,
): ActionCommand {
  if (event === 'restored') return { type: 'restore' };
  if (event === 'reversed') return { type: 'reverse', reason: 'ITEM_RETURNED' };
  // A third of the order is returned; an order of 0 stays at 0.
  const amount = shareOf(action.originalAmount, 2 / 3, digitsOf(action.originalCurrency, rule));
  return { type: 'modify', amount, reason: 'ORDER_UPDATE' };
}

function applied(state: Of<'action'>, command: ActionCommand, rule?: MoneyDigits): Of<'action'> | undefined {
  const at = state.entry.at + HOUR;
  if (whyNot(state.action, command.type, at) !== undefined) return undefined;
  return { ...state, nth: state.nth + 1, ...applyCommand(state.action, command, at, rule) };
}

function remainingOfAction(
  past: readonly Of<'action'>[],
  seen: ReadonlySet<string>,
  rule: MoneyDigits | undefined,
): DomainEvent[] {
  // A later lock or approval would allow nothing: continue from the last state that could still change.
  let state = past.findLast(({ action }) => action.status === 'PENDING') ?? past.at(-1);
  const missing = LIFE_CYCLE.filter((event) => !seen.has(event));
  const next: DomainEvent[] = [];
  while (state !== undefined && missing.length > 0) {
    const before: Of<'action'> = state;
    const event = missing.find((one) => applied(before, commandFor(one, before, rule), rule) !== undefined);
    if (event === undefined) {
      // Only a reversed action can be restored.
      state = missing.includes('restored')
        ? applied(before, commandFor('reversed', before), rule)
        : undefined;
      if (state?.action.status !== 'REVERSED') return next;
      continue;
    }
    state = applied(before, commandFor(event, before, rule), rule);
    if (state !== undefined) next.push(state);
    missing.splice(missing.indexOf(event), 1);
  }
  return next;
}

function clearedAction(past: readonly Of<'action'>[]): DomainEvent[] {
  const state = past.findLast(({ action }) => action.status !== 'REVERSED');
  if (state === undefined) return [];
  const approved = state.action.status === 'PENDING' ? applied(state, { type: 'approve' }) : state;
  const cleared = approved && applied(approved, { type: 'clear' });
  return cleared === undefined ? [] : [cleared];
}

function closedInquiry(past: readonly Of<'inquiry'>[]): DomainEvent[] {
  const last = past.at(-1);
  if (last === undefined || past.some(({ event }) => event === 'inquiry-closed')) return [];
  const { inquiry } = last;
  const closed = closeInquiry(inquiry, { resolution: 'VALID' }, inquiry.createdAt + HOUR);
  return [{ ...last, nth: last.nth + 1, inquiry: closed, event: 'inquiry-closed' }];
}

function itemCommand(change: ItemChangeType, { item, place }: Of<'item'>, rule?: MoneyDigits): ItemCommand {
  if (change === 'DELETED') return { type: 'remove' };
  if (change === 'UPDATED')
    return { type: 'price', price: shareOf(item.price, 0.9, digitsOf(place.program.currency, rule)) };
  return { type: 'add', item: catalogItemOf(item) };
}

function changedItem(past: readonly Of<'item'>[], rule: MoneyDigits | undefined): DomainEvent[] {
  let state = past.at(-1);
  const next: DomainEvent[] = [];
  for (const change of CHANGES) {
    if (state === undefined) return next;
    if (past.some((one) => one.change === change)) continue;
    if ((change === 'ADDED') !== state.item.removed) continue;
    const { currency } = state.place.program;
    const changed = changeItem(state.item, state.item.sku, itemCommand(change, state, rule), {
      currency,
      rule,
    });
    if (changed === null) continue;
    const { program, catalog } = state.place;
    state = {
      ...state,
      nth: state.nth + 1,
      place: { program, catalog: { ...catalog, items: catalog.items + COUNTS[change] } },
      at: state.at + HOUR,
      ...changed,
    };
    next.push(state);
  }
  return next;
}

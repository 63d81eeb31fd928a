import { digitsOf, type MoneyDigits } from '../domain/currency-digits.ts';
import { formatIn, unitOf } from '../domain/money.ts';
import type { ScenarioInput, StepInput } from '../scenario/schema.ts';
import type { Evidence } from './report.ts';
import type { StoryEvent } from './story.ts';

export type SavedStory = NonNullable<Evidence['story']>;

/** The step of a scenario that a send belongs to: the event's own. */
const idOf = (event: number) => `event-${event + 1}`;

/**
 * A story as a scenario that sends the same requests in the same order: what was late on purpose is held back, what came
 * twice is sent again. A response that was lost is lost again where its retry came at once; where it came after another
 * postback, the receiver sees the same as of a repetition, and so it is one. Ids and dates are those of the new run.
 */
export function scenarioOfStory(
  { events, sends }: SavedStory,
  name: string,
  description: string,
  money: StoryMoney = { currency: 'USD' },
): ScenarioInput {
  const arrivals = sends.map(({ event }) => event);
  const first = events.map((_, event) => arrivals.indexOf(event));
  const isFirst = (place: number) => first[arrivals[place]!] === place;
  const isRetryAtOnce = (place: number) =>
    place > 0 &&
    arrivals[place] === arrivals[place - 1] &&
    sends[place - 1]!.lost === true &&
    isFirst(place - 1);
  /** The step that makes a sending. */
  const stepAt = (place: number) =>
    isFirst(place) || isRetryAtOnce(place) ? idOf(arrivals[place]!) : `again-${place + 1}`;
  const steps: StepInput[] = [];
  for (const [event, place] of first.entries())
    if (arrivals.slice(0, Math.max(place, 0)).some((other) => other > event))
      steps.push({ hold: { of: idOf(event), until: stepAt(place - 1) } });
  for (const [place, { event, lost }] of sends.entries())
    if (lost === true && isFirst(place) && arrivals[place + 1] === event)
      steps.push({ loseResponse: idOf(event) });
  const creations = new Map(
    events.flatMap((event, index) => (event.type === 'create' ? [[event.action, idOf(index)] as const] : [])),
  );
  const currencies = new Map(
    events.flatMap((event) =>
      event.type === 'create' ? [[event.action, event.purchase?.currency ?? money.currency] as const] : [],
    ),
  );
  const written: Written = {
    order: (amount, of) => inUnits(amount, currencies.get(of) ?? money.currency, money.rule),
    payout: (amount) => inUnits(amount, money.currency, money.rule),
  };
  const played = new Set<number>();
  const play = (upTo: number) => {
    for (let event = 0; event <= upTo; event += 1) {
      if (played.has(event)) continue;
      played.add(event);
      steps.push(stepOf(events[event]!, event, creations, written));
    }
  };
  for (const [place, { event, together = 1 }] of sends.entries()) {
    const id = `again-${place + 1}`;
    if (isFirst(place)) {
      play(event);
      if (together > 1) steps.push({ id, again: { of: idOf(event), times: together - 1, together: true } });
    } else if (!isRetryAtOnce(place)) {
      const often = together > 1 ? { times: together, together: true } : {};
      steps.push({ id, again: { of: idOf(event), ...often } });
    }
  }
  play(events.length - 1);
  return { name, description, steps };
}

/** The currency of the program that the story's actions belong to, and how many digits amounts have. */
export interface StoryMoney {
  currency: string;
  rule?: MoneyDigits | undefined;
}

/** Amounts of a story, which are in the smallest unit of their currency, as text. */
interface Written {
  order: (amount: number, action: string) => string;
  payout: (amount: number) => string;
}

function inUnits(amount: number, currency: string, rule: MoneyDigits | undefined): string {
  return formatIn(amount * unitOf(digitsOf(currency, rule)), currency, rule);
}

function stepOf(
  event: StoryEvent,
  index: number,
  creations: ReadonlyMap<string, string>,
  written: Written,
): StepInput {
  const id = idOf(index);
  // An action is named by the step that creates it.
  const action = (name: string) => creations.get(name) ?? '';
  switch (event.type) {
    case 'create': {
      const { amount = 12_000, payout = 1_200, items, currency, exchangeRate } = event.purchase ?? {};
      const order =
        items === undefined
          ? { amount: written.order(amount, event.action) }
          : { items: items.map((item) => ({ ...item, amount: written.order(item.amount, event.action) })) };
      return {
        id,
        track: {
          ...order,
          payout: written.payout(payout),
          ...(currency && { currency }),
          ...(exchangeRate && { exchangeRate }),
        },
      };
    }
    case 'modify': {
      const { amount, payout, items, reason } = event;
      return {
        id,
        modify: {
          action: action(event.action),
          ...(amount !== undefined && { amount: written.order(amount, event.action) }),
          ...(payout !== undefined && { payout: written.payout(payout) }),
          ...(items !== undefined && {
            items: items.map(({ sku, quantity, amount: of }) => ({
              sku,
              ...(quantity !== undefined && { quantity }),
              ...(of !== undefined && { amount: written.order(of, event.action) }),
            })),
          }),
          ...(reason !== undefined && { reason }),
        },
      };
    }
    case 'reverse':
      return { id, reverse: { action: action(event.action), ...(event.reason && { reason: event.reason }) } };
    case 'restore':
      return { id, restore: { action: action(event.action) } };
    case 'reset':
      return { id, reset: { action: action(event.action) } };
    case 'approve':
      return { id, approve: { action: action(event.action) } };
    case 'clear':
      return { id, clear: { action: action(event.action) } };
    case 'item':
      return { id, catalog: { items: { first: 1 }, stock: 'OutOfStock' } };
    case 'inquiry':
      return { id, inquiry: { type: 'INCORRECT', action: action(event.action) } };
  }
}

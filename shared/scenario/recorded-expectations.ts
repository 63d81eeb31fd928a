import { fires } from '../delivery/fired-postbacks.ts';
import type { Action } from '../domain/action.ts';
import { formatExactly } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import { WORLD_EVENTS, type WorldEvent } from '../domain/world-event.ts';
import type { Postback } from '../template/postback.ts';
import type { DomainEvent } from '../world/domain-event.ts';
import { previewScenario } from './preview.ts';
import type { Scenario, ScenarioInput } from './schema.ts';

type ExpectationInput = NonNullable<ScenarioInput['expect']>[number];

/**
 * What a recorded scenario expects: that every postback of each event is delivered, as many as these postbacks make of
 * it, and that the world's books come out as they do when it is played. Amounts are left out where actions have several
 * currencies, since the books add them up.
 */
export function recordedExpectations(
  scenario: Scenario,
  world: World,
  postbacks: readonly Postback[],
  switches: { approvalFires: boolean },
): ExpectationInput[] {
  const happened = previewScenario(scenario, world, scenario.start ?? 0, scenario.seed ?? 0).flatMap(
    (step) => step.happened,
  );
  const counts = new Map<WorldEvent, number>();
  const actions = new Map<number, Action>();
  const inquiries = new Map<number, boolean>();
  for (const domainEvent of happened) {
    const trigger = triggerOf(domainEvent);
    if (trigger === undefined) continue;
    const count = postbacks.filter((postback) => fires(trigger, postback, switches)).length;
    if (count > 0) counts.set(trigger.event, (counts.get(trigger.event) ?? 0) + count);
    if (domainEvent.type === 'action') actions.set(domainEvent.key, domainEvent.action);
    if (domainEvent.type === 'inquiry') inquiries.set(domainEvent.key, domainEvent.inquiry.closed === null);
  }
  const deliveries = WORLD_EVENTS.flatMap((event): ExpectationInput[] => {
    const count = counts.get(event);
    return count === undefined ? [] : [{ deliveries: { event }, count, delivered: 'all' }];
  });
  const books = { ...booksOf([...actions.values()]), ...inquiriesOf([...inquiries.values()]) };
  return Object.keys(books).length === 0 ? deliveries : [...deliveries, { books }];
}

function triggerOf(domainEvent: DomainEvent) {
  switch (domainEvent.type) {
    case 'action': {
      const { program, eventType } = domainEvent.action;
      return { event: domainEvent.entry.kind, programId: program.id, eventTypeId: eventType.id };
    }
    case 'inquiry':
      return { event: domainEvent.event, programId: domainEvent.inquiry.program.id };
    case 'item':
      return { event: 'item-changed' as const, programId: domainEvent.place.program.id };
    case 'click':
      return undefined;
  }
}

type Books = Extract<ExpectationInput, { books: unknown }>['books'];

function booksOf(actions: readonly Action[]): Books {
  if (actions.length === 0) return {};
  const withStatus = (status: Action['status']) =>
    actions.filter((action) => action.status === status).length;
  const counts = {
    pending: withStatus('PENDING'),
    approved: withStatus('APPROVED'),
    reversed: withStatus('REVERSED'),
    cleared: actions.filter(({ clearedDate }) => clearedDate !== null).length,
  };
  const sum = (field: 'amount' | 'payout') =>
    formatExactly(actions.reduce((total, action) => total + action[field], 0));
  const oneCurrency = new Set(actions.map(({ program }) => program.currency)).size === 1;
  return {
    actions: actions.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(oneCurrency && { amount: sum('amount'), payout: sum('payout') }),
  };
}

function inquiriesOf(open: readonly boolean[]): Books {
  if (open.length === 0) return {};
  const openInquiries = open.filter(Boolean).length;
  return { openInquiries, closedInquiries: open.length - openInquiries };
}

import { isReported } from '../delivery/fired-postbacks.ts';
import type { Action, LedgerEntry } from '../domain/action.ts';
import { type CatalogPlace, firstItems, madeItem } from '../domain/catalog.ts';
import { openInquiry } from '../domain/inquiry.ts';
import { parseMoney } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import { EVENT_KINDS, SAMPLE_SEED, SAMPLE_TIME, sampleValues } from '../domain/samples.ts';
import { eventLabel, kindOfEvent, type WorldEvent } from '../domain/world-event.ts';
import {
  type DeclaredPlaceholder,
  type PostbackKind,
  placeholdersFor,
} from '../placeholders/placeholder-registry.ts';
import type { ValueRules, Values } from '../placeholders/placeholder-values.ts';
import { type DomainEvent, eventOf } from '../world/domain-event.ts';
import { previewScenario } from './preview.ts';
import { remainingEvents } from './remaining-events.ts';
import type { Scenario } from './schema.ts';
import { stepText } from './steps.ts';

/** Purchases of a repetition that are offered as samples: the first few represent all of them. */
const MOST = 3;

/** The values of one thing that fires postbacks. */
export interface Sample {
  /** Index of the scenario's step, from 0; -1 if it comes from no step. */
  step: number;
  /** "Tracked", "Reversed", "Reversed 2". */
  label: string;
  /** What the step does, in a few words. */
  detail: string;
  event: WorldEvent;
  values: Values;
  /** True if it has not happened but continues, by the rules of the world, from what has. */
  madeUp?: true;
}

/** How the workspace reads the platform; has defaults. */
export interface SampleSwitches extends ValueRules {
  approvalFires?: boolean | undefined;
}

const ITEM_LABELS = { ADDED: 'Item added', UPDATED: 'Item changed', DELETED: 'Item removed' } as const;

/** Events as samples: those that are reported to partners, with repeated ones numbered. */
function labelled(
  happened: readonly { domainEvent: DomainEvent; step: number; detail: string; madeUp?: true }[],
  { approvalFires = false, ...rules }: SampleSwitches,
): Sample[] {
  const counts = new Map<string, number>();
  return happened.flatMap(({ domainEvent, ...rest }) => {
    const told = eventOf(domainEvent, rules);
    if (told === undefined || !isReported(told.event, { approvalFires })) return [];
    const name = domainEvent.type === 'item' ? ITEM_LABELS[domainEvent.change] : eventLabel(told.event);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [{ ...rest, label: count === 1 ? name : `${name} ${count}`, ...told }];
  });
}

function happenedIn(scenario: Scenario, world: World) {
  const played = previewScenario(
    scenario,
    { ...(scenario.world ?? world), moneyDigits: world.moneyDigits },
    scenario.start ?? SAMPLE_TIME,
    scenario.seed ?? SAMPLE_SEED,
    { most: MOST },
  );
  return played.flatMap(({ index, step, happened }) =>
    happened.map((domainEvent) => ({ domainEvent, step: index, detail: stepText(step).detail })),
  );
}

/**
 * The samples of a scenario for previews, without what fires no postback. With the scenario's own seed and
 * start they are the values that a run of it sends.
 */
export function samplesOf(scenario: Scenario, world: World, switches: SampleSwitches = {}): Sample[] {
  return labelled(happenedIn(scenario, world), switches);
}

/** The samples of one kind of postback, followed by made-up ones for what the scenario lacks. */
export function samplesFor(
  scenario: Scenario,
  world: World,
  kind: PostbackKind,
  switches: SampleSwitches = {},
): Sample[] {
  const happened = happenedIn(scenario, world);
  return withRemaining(happened, kind, switches);
}

function withRemaining(
  happened: readonly { domainEvent: DomainEvent; step: number; detail: string }[],
  kind: PostbackKind,
  switches: SampleSwitches,
): Sample[] {
  const more = remainingEvents(
    happened.map(({ domainEvent }) => domainEvent),
    kind,
    switches.moneyDigits,
  );
  const madeUp = more.map((domainEvent) => ({
    domainEvent,
    step: -1,
    detail: 'made up: what could happen next',
    madeUp: true as const,
  }));
  return labelled([...happened, ...madeUp], switches).filter(({ event }) => kindOfEvent(event) === kind);
}

/**
 * The samples of an action that was simulated, one for each line of its ledger, and what could happen next, made up.
 * `sentValues` are what the engine sent at a line, where it sent something; else the line and the action say them.
 */
export function samplesOfAction(
  { action, ledger }: { action: Action; ledger: readonly LedgerEntry[] },
  kind: PostbackKind,
  switches: SampleSwitches,
  sentValues: (entry: LedgerEntry) => Values | undefined,
): Sample[] {
  const happened = ledger.map((entry, index) => ({
    domainEvent: {
      type: 'action' as const,
      key: 0,
      nth: index + 1,
      action: asOf(action, entry, index === ledger.length - 1),
      entry,
    },
    step: index,
    detail: `line ${index + 1} of the ledger`,
  }));
  return withRemaining(happened, kind, switches).map((sample) => {
    const entry = sample.madeUp === true ? undefined : ledger[sample.step];
    const sent = entry && sentValues(entry);
    return sent === undefined ? sample : { ...sample, values: sent };
  });
}

/** An action as of a line of its ledger, as far as its ledger and its current state tell. */
function asOf(action: Action, entry: LedgerEntry, isLast: boolean): Action {
  if (isLast) return action;
  const { status, amount, payout, originalAmount, reason } = entry;
  const before = { amount: amount - entry.deltaAmount, payout: payout - entry.deltaPayout };
  return {
    ...action,
    status,
    statusDetail: reason,
    amount,
    payout,
    originalAmount,
    clearingDate: status === 'APPROVED' ? action.clearingDate : null,
    clearedDate: entry.kind === 'cleared' ? entry.at : null,
    beforeReversal:
      status === 'REVERSED'
        ? { ...before, originalAmount: action.intended.originalAmount, items: action.items }
        : null,
  };
}

/** The samples of a kind without a scenario: one of each event, by the rules of the world. */
export function madeUpSamples(
  kind: PostbackKind,
  world: World,
  declared: readonly DeclaredPlaceholder[] = [],
  switches: SampleSwitches = {},
): Sample[] {
  const own = Object.fromEntries(
    [...placeholdersFor(kind, declared).values()]
      .filter(({ certainty }) => certainty === 'declared')
      .map(({ name, example }) => [name, example]),
  );
  if (kind === 'action' || kind === 'clearing') {
    return EVENT_KINDS.filter((event) => kindOfEvent(event) === kind).map((event, step) => ({
      step,
      label: eventLabel(event),
      detail: 'made up',
      event,
      values: sampleValues(event, world, declared),
    }));
  }
  const first: DomainEvent = kind === 'inquiry' ? madeInquiry(world) : madeItemAdded(world);
  // All of these are made up, so none is marked as such.
  return withRemaining([{ domainEvent: first, step: 0, detail: 'made up' }], kind, switches).map(
    ({ label, event, values }, step) => ({
      step,
      label,
      detail: 'made up',
      event,
      values: { ...own, ...values },
    }),
  );
}

function madeInquiry(world: World): DomainEvent {
  // Other partners have no inquiries, but may still see what one would send.
  const asking: World = { ...world, partner: { ...world.partner, kind: 'cashback' } };
  const input = {
    type: 'UNTRACKED',
    orderId: '2207551',
    transactionAmount: parseMoney('120'),
    expectedPayout: parseMoney('12'),
  } as const;
  const transactionDate = SAMPLE_TIME - 3_600_000;
  const inquiry = openInquiry(asking, { ...input, transactionDate }, SAMPLE_TIME, SAMPLE_SEED, 0);
  return { type: 'inquiry', key: 0, nth: 1, inquiry, event: 'inquiry-opened' };
}

function madeItemAdded({ programs }: World): DomainEvent {
  const program = programs.find(({ catalogs }) => catalogs.length > 0) ?? programs[0]!;
  const catalog = program.catalogs[0] ?? { id: '8800', name: 'Products', generate: 0, items: [] };
  const items = firstItems(catalog, SAMPLE_SEED, program.currency);
  const item = items[0] ?? madeItem(catalog.id, SAMPLE_SEED, 0, program.currency);
  const place: CatalogPlace = {
    program,
    catalog: { id: catalog.id, name: catalog.name, items: Math.max(1, items.length) },
  };
  return { type: 'item', key: 0, nth: 1, place, item, change: 'ADDED', at: SAMPLE_TIME };
}

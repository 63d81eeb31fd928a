import type { ActionCommand } from '../domain/action.ts';
import type { ItemCommand } from '../domain/catalog.ts';
import { formatDuration } from '../domain/duration.ts';
import type { ClosingInput, InquiryInput } from '../domain/inquiry.ts';
import { buildLink, type Click } from '../domain/link.ts';
import { formatExactly } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import { isoInZone, type Millis } from '../domain/time.ts';
import type { Purchase } from '../domain/track.ts';
import { PostbenchError } from '../errors.ts';
import type { DomainEvent, DomainEventOf } from '../world/domain-event.ts';
import type { ItemChange, WorldCommand } from '../world/perform.ts';
import type { ScenarioInput, StepInput } from './schema.ts';

type CatalogStep = Extract<StepInput, { catalog: unknown }>['catalog'];

/** One thing done manually, as the engine records it. Keys are those of the store; times are ms since the epoch. */
export type Done = { at: Millis } & (
  | { type: 'click'; key: number; link: string; click: Click }
  | { type: 'track'; key: number; purchase: Omit<Purchase, 'click'>; click?: number | undefined }
  | { type: 'command'; key: number; command: ActionCommand }
  | { type: 'inquiry'; key: number; input: Omit<InquiryInput, 'action'>; action?: number | undefined }
  | { type: 'close'; key: number; input: ClosingInput }
  | { type: 'items'; catalog: CatalogStep }
  | { type: 'maintenance'; what: 'announce' | 'start' | 'end' }
  /** The calendar locked or cleared an action: a scenario has to let time pass until then. */
  | { type: 'calendar' }
);

/** A completed command, as in the journal: one line, or one for each series of equal changes of items. */
export function doneOf(command: WorldCommand, happened: readonly DomainEvent[], at: Millis): Done[] {
  const [first] = happened;
  if (first === undefined) return [];
  const { key } = first;
  switch (command.type) {
    case 'click':
      return first.type === 'click' ? [{ at, type: 'click', key, link: first.link, click: first.click }] : [];
    case 'track':
      return [{ at, type: 'track', key, purchase: command.purchase, click: command.click }];
    case 'change':
      return [{ at, type: 'command', key, command: command.command }];
    case 'open-inquiry':
      return [{ at, type: 'inquiry', key, input: command.input, action: command.action }];
    case 'close-inquiry':
      return [{ at, type: 'close', key, input: command.input }];
    case 'change-items': {
      const changed = happened.filter((domainEvent) => domainEvent.type === 'item');
      return catalogSteps(changed, command.changes).map((catalog) => ({ at, type: 'items', catalog }));
    }
  }
}

/** Changes of items as steps of a scenario: consecutive ones with the same command are one step. */
function catalogSteps(
  changed: readonly DomainEventOf<'item'>[],
  changes: readonly ItemChange[],
): CatalogStep[] {
  const place = changed[0]?.place;
  if (place === undefined) return [];
  const about = { program: place.program.id, catalog: place.catalog.id };
  const skus = new Set(changed.map(({ item }) => item.sku));
  const groups: ItemChange[][] = [];
  for (const change of changes) {
    if (!skus.has(change.sku)) continue;
    const last = groups.at(-1);
    if (last !== undefined && sameStep(last[0]!.command, change.command)) last.push(change);
    else groups.push([change]);
  }
  return groups.map((group): CatalogStep => {
    const { command } = group[0]!;
    const items = group.map(({ sku }) => sku);
    const whole = group.flatMap((change) => ('item' in change.command ? [change.command.item] : []));
    switch (command.type) {
      case 'price':
        return { ...about, items, price: formatExactly(command.price) };
      case 'stock':
        return { ...about, items, stock: command.stock };
      case 'remove':
        return { ...about, items, remove: true };
      case 'add':
        return { ...about, add: whole };
      default:
        return { ...about, update: whole };
    }
  });
}

function sameStep(one: ItemCommand, other: ItemCommand): boolean {
  if (one.type === 'price') return other.type === 'price' && one.price === other.price;
  if (one.type === 'stock') return other.type === 'stock' && one.stock === other.stock;
  return one.type === other.type;
}

/** A scenario of what was done, and how much of it could not become a step. */
export interface Recorded {
  scenario: ScenarioInput;
  /** Changes of what a run created, or of what was there before: no step of this scenario creates it. */
  leftOut: number;
}

const LONGEST_MS = 366 * 86_400_000;
const money = (amount: number | undefined) => (amount === undefined ? undefined : formatExactly(amount));

/**
 * Manual work as a scenario that a person can read and change: a step for each thing, at its time after the first one to
 * the second, with a name if a later one refers to it; programs, event types and catalogs by their names; clicks that led
 * to nothing are no steps. With the recorded seed and start it plays the same things, to the values of every postback but
 * the ids of clicks. Throws PB_SCENARIO_INVALID when there is nothing, or more time between than a scenario may have.
 */
export function recordScenario(
  done: readonly Done[],
  about: { name: string; description?: string | undefined; seed?: number | undefined },
  world: World,
): Recorded {
  const things = withoutStrayClicks(withoutIdleTime(inSeconds(done)));
  const start = things[0]?.at;
  if (start === undefined) {
    throw new PostbenchError(
      'PB_SCENARIO_INVALID',
      'No steps that would send anything were taken by hand yet.',
      {
        remedy: 'Track an action, open an inquiry or change a catalog first.',
      },
    );
  }
  const names = new Names(things);
  let leftOut = 0;
  const steps = things.flatMap((thing): StepInput[] => {
    const step = stepOf(thing, names, world);
    if (step === undefined) {
      leftOut += 1;
      return [];
    }
    return [{ ...step, at: duration(thing.at - start) }];
  });
  if (steps.length === 0) {
    throw new PostbenchError('PB_SCENARIO_INVALID', 'All steps taken by hand changed actions of runs.', {
      remedy: 'Track an action by hand, then save. Or run that scenario again.',
    });
  }
  const { name, description, seed } = about;
  return {
    leftOut,
    scenario: present({
      name,
      description,
      start: startText(start),
      seed,
      steps: steps.map((step) => present(step)),
    }),
  };
}

/**
 * Times to the second, as postbacks show them, and none before the one above it: a clock that was set back plays on where
 * it was.
 */
function inSeconds(done: readonly Done[]): Done[] {
  let last = Number.NEGATIVE_INFINITY;
  return done.map((thing) => {
    last = Math.max(last, Math.floor(thing.at / 1000) * 1000);
    return { ...thing, at: last };
  });
}

/** A click that no purchase came from fires nothing: somebody tried a link. */
function withoutStrayClicks(done: readonly Done[]): Done[] {
  const referred = new Set(done.flatMap(referencesOf));
  return done.filter((thing) => thing.type !== 'click' || referred.has(`click ${thing.key}`));
}

/** Locking and clearing by date happen by themselves in a run that lasts long enough: only the last needs a step. */
function withoutIdleTime(done: readonly Done[]): Done[] {
  return done.filter(({ type }, index) => type !== 'calendar' || index === done.length - 1);
}

function startText(at: Millis): string {
  return isoInZone(at, 'UTC').replace('+00:00', 'Z');
}

function duration(ms: number): string {
  if (ms <= LONGEST_MS) return formatDuration(Math.max(0, ms));
  throw new PostbenchError('PB_SCENARIO_INVALID', 'More than a year passed between two steps.', {
    remedy: 'Clear the simulator and repeat the steps that you want to save.',
  });
}

/** Names of steps: only those that a later step refers to have one. */
class Names {
  readonly #names = new Map<string, string>();
  readonly #made = new Set<string>();
  readonly #programs = new Map<number, string>();

  constructor(done: readonly Done[]) {
    const referred = new Set(done.flatMap(referencesOf));
    const counts = { click: 0, action: 0, inquiry: 0 };
    for (const thing of done) {
      if (thing.type === 'click') this.#programs.set(thing.key, thing.click.programId);
      const made = madeBy(thing);
      if (made === undefined) continue;
      this.#made.add(made.of);
      if (!referred.has(made.of)) continue;
      counts[made.kind] += 1;
      this.#names.set(made.of, `${made.kind}-${counts[made.kind]}`);
    }
  }

  /** The name of a thing; undefined if nothing refers to it. */
  of(thing: string): string | undefined {
    return this.#names.get(thing);
  }

  /** The program of a click. */
  programOf(click: number): string | undefined {
    return this.#programs.get(click);
  }

  has(thing: string): boolean {
    return this.#made.has(thing);
  }
}

function madeBy(done: Done): { kind: 'click' | 'action' | 'inquiry'; of: string } | undefined {
  if (done.type === 'click') return { kind: 'click', of: `click ${done.key}` };
  if (done.type === 'track') return { kind: 'action', of: `action ${done.key}` };
  return done.type === 'inquiry' ? { kind: 'inquiry', of: `inquiry ${done.key}` } : undefined;
}

function referencesOf(done: Done): string[] {
  if (done.type === 'track') return done.click === undefined ? [] : [`click ${done.click}`];
  if (done.type === 'command') return [`action ${done.key}`];
  if (done.type === 'inquiry') return done.action === undefined ? [] : [`action ${done.action}`];
  return done.type === 'close' ? [`inquiry ${done.key}`] : [];
}

function stepOf(done: Done, names: Names, world: World): StepInput | undefined {
  if (referencesOf(done).some((thing) => !names.has(thing))) return undefined;
  switch (done.type) {
    case 'click':
      return { id: names.of(`click ${done.key}`), click: clickOf(done, world) };
    case 'track': {
      const { amount, payout, items, program, eventType, ...rest } = done.purchase;
      return {
        id: names.of(`action ${done.key}`),
        track: present({
          ...named(
            world,
            program,
            eventType,
            done.click === undefined ? undefined : names.programOf(done.click),
          ),
          ...rest,
          // The sum of the items is not written twice.
          amount: items === undefined || items.length === 0 ? money(amount) : undefined,
          items: items?.map((item) => ({ ...item, amount: formatExactly(item.amount) })),
          payout: money(payout),
          click: done.click === undefined ? undefined : names.of(`click ${done.click}`),
        }),
      };
    }
    case 'command':
      return commandStep(names.of(`action ${done.key}`)!, done.command);
    case 'inquiry': {
      const { transactionAmount, transactionDate, expectedPayout, program, ...rest } = done.input;
      const action = done.action === undefined ? undefined : names.of(`action ${done.action}`);
      const date = transactionDate ?? (action === undefined ? done.at : undefined);
      return {
        id: names.of(`inquiry ${done.key}`),
        inquiry: present({
          program: program === undefined ? undefined : nameIn(world.programs, program),
          ...rest,
          action,
          transactionAgo: date === undefined ? undefined : duration(done.at - date),
          amount: money(transactionAmount),
          expectedPayout: money(expectedPayout),
        }),
      };
    }
    case 'close': {
      const { finalPayout, ...rest } = done.input;
      const inquiry = names.of(`inquiry ${done.key}`)!;
      return { closeInquiry: present({ inquiry, ...rest, finalPayout: money(finalPayout) }) };
    }
    case 'items':
      return { catalog: namedCatalog(world, done.catalog) };
    case 'maintenance':
      return { maintenance: done.what };
    case 'calendar':
      return { wait: 'actions lock and clear by their dates' };
  }
}

/** The name of a thing by its id, where no other has it or has it for an id; else the id. */
function nameIn(all: readonly { id: string; name: string }[], wanted: string): string {
  const found = all.find(({ id }) => id === wanted);
  if (found === undefined) return wanted;
  const name = found.name.trim();
  const taken = all.some((other) => other !== found && (other.name.trim() === name || other.id === name));
  return taken || name === '' ? wanted : name;
}

/** Program and event type by their names. A purchase may leave the program to its click, or both to the world. */
function named(
  { programs }: World,
  program: string | undefined,
  eventType: string | undefined,
  ofClick: string | undefined,
): { program?: string | undefined; eventType?: string | undefined } {
  const wanted = program ?? ofClick;
  const found = wanted === undefined ? programs[0] : programs.find(({ id }) => id === wanted);
  return {
    program: program === undefined ? undefined : nameIn(programs, program),
    eventType: eventType === undefined ? undefined : nameIn(found?.eventTypes ?? [], eventType),
  };
}

function namedCatalog({ programs }: World, step: CatalogStep): CatalogStep {
  const program = programs.find(({ id }) => id === String(step.program)) ?? programs[0];
  return present({
    ...step,
    program: step.program === undefined ? undefined : nameIn(programs, String(step.program)),
    catalog: step.catalog === undefined ? undefined : nameIn(program?.catalogs ?? [], String(step.catalog)),
  });
}

/** The values of a link, if they make the same link again; otherwise the link as it was pasted. */
function clickOf(
  { link, click }: Extract<Done, { type: 'click' }>,
  world: World,
): Extract<StepInput, { click: unknown }>['click'] {
  const { programId, adId, propertyId, landingPage } = click;
  const program = world.programs.find(({ id }) => id === programId);
  if (program === undefined) return { link };
  const unless = (value: string, usual: string) => (value === usual ? undefined : value);
  const parts = present({
    program: nameIn(world.programs, programId),
    ad: unless(nameIn(program.ads, adId), program.adId),
    property: unless(nameIn(world.partner.properties, propertyId), ''),
    subId1: unless(click.subId1, ''),
    subId2: unless(click.subId2, ''),
    subId3: unless(click.subId3, ''),
    sharedId: unless(click.sharedId, ''),
    deepLink: unless(landingPage, program.landingPage),
  });
  try {
    return buildLink(world, parts) === link ? parts : { link };
  } catch {
    // An ad or a property that the world does not list: keep the link itself.
    return { link };
  }
}

function commandStep(action: string, command: ActionCommand): StepInput {
  switch (command.type) {
    case 'modify': {
      const { amount, items, payout, reason } = command;
      return {
        modify: present({
          action,
          amount: items === undefined ? money(amount) : undefined,
          items: items?.map((item) => present({ ...item, amount: money(item.amount) })),
          payout: money(payout),
          reason,
        }),
      };
    }
    case 'reverse':
      return { reverse: { action, reason: command.reason } };
    case 'restore':
      return { restore: { action } };
    case 'reset':
      return { reset: { action } };
    case 'approve':
      return { approve: { action } };
    case 'clear':
      return { clear: { action } };
  }
}

/** Without unset values, which a file cannot hold. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}

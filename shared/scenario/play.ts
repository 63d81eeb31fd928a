import {
  type Action,
  type ActionCommand,
  applyCommand,
  clearingDue,
  type LedgerEntry,
  settle,
} from '../domain/action.ts';
import {
  type CatalogPlace,
  changeItem,
  firstItems,
  type ItemChangeType,
  type ItemCommand,
  itemValues,
  type StockedItem,
} from '../domain/catalog.ts';
import { findNamed } from '../domain/find.ts';
import { closeInquiry, type Inquiry, inquiryValues, openInquiry } from '../domain/inquiry.ts';
import { buildLink, type Click, clickLink } from '../domain/link.ts';
import { type Cents, parseMoney } from '../domain/money.ts';
import type { Program, World } from '../domain/program.ts';
import { drawFrom } from '../domain/random.ts';
import type { Millis } from '../domain/time.ts';
import { trackPurchase } from '../domain/track.ts';
import { actionValues, type ReversalValues, type Values } from '../domain/values.ts';
import type { WorldEvent } from '../domain/world-event.ts';
import { PostbenchError } from '../errors.ts';
import type { AgendaItem } from './agenda.ts';
import type { Step } from './schema.ts';
import { closingOf, commandOf, itemCommandOf, purchaseOf } from './steps.ts';

/** One thing that happened in the world. */
export type Happening =
  | { type: 'action'; action: Action; entry: LedgerEntry }
  | { type: 'click'; click: Click; link: string }
  | { type: 'inquiry'; inquiry: Inquiry; event: 'inquiry-opened' | 'inquiry-closed' }
  | { type: 'item'; place: CatalogPlace; item: StockedItem; change: ItemChangeType; at: Millis };

/** What a happening is to postbacks, with the values that they carry; undefined for what none ever tells. */
export function eventOf(
  happening: Happening,
  reversal: ReversalValues = 'zero',
): { event: WorldEvent; values: Values } | undefined {
  switch (happening.type) {
    case 'action': {
      const { action, entry } = happening;
      return { event: entry.kind, values: actionValues(action, entry, reversal) };
    }
    case 'inquiry':
      return { event: happening.event, values: inquiryValues(happening.inquiry) };
    case 'item': {
      const { place, item, change, at } = happening;
      return { event: 'item-changed', values: itemValues(place, item, change, at) };
    }
    case 'click':
      return undefined;
  }
}

export interface StockedCatalog {
  program: Program;
  id: string;
  name: string;
  items: Map<string, StockedItem>;
  /** Items that are there; removed ones stay in `items`. */
  count: number;
}

/**
 * The world of one run, played step by step: the same seed, times and steps give the same things, in previews on the
 * screen, before a run, and in the engine. Nothing is stored or sent here.
 */
export class PlayedWorld {
  readonly #world: World;
  readonly #seed: number;
  readonly #actions = new Map<string, Action>();
  readonly #byStep = new Map<string, string>();
  readonly #clicks = new Map<string, Click>();
  readonly #inquiries = new Map<string, Inquiry>();
  readonly #catalogs = new Map<string, StockedCatalog>();
  readonly #repeated = new Map<string, string>();
  /** The first moment at which any action clears by itself. */
  #nextClearing = Number.POSITIVE_INFINITY;
  #tracked = 0;
  #clicked = 0;
  #asked = 0;

  constructor(world: World, seed: number) {
    this.#world = world;
    this.#seed = seed;
  }

  /** The first moment after which `settleUpTo` has something to do; infinite when there is none. */
  get nextClearing(): Millis {
    return this.#nextClearing;
  }

  /** The id of the action that a step made, for messages. */
  actionIdOf(step: string): string | undefined {
    return this.#byStep.get(step);
  }

  /**
   * What the calendar does up to a time: actions lock and then clear by date, each at its own moment, oldest first.
   * Locks that nobody looks at before something else happens to their action are told then.
   */
  settleUpTo(at: Millis): Happening[] {
    if (at < this.#nextClearing) return [];
    const due: { action: Action; when: Millis }[] = [];
    this.#nextClearing = Number.POSITIVE_INFINITY;
    for (const action of this.#actions.values()) {
      const when = clearingDue(action);
      if (when === null) continue;
      if (when <= at) due.push({ action, when });
      else this.#nextClearing = Math.min(this.#nextClearing, when);
    }
    return due
      .toSorted((a, b) => a.when - b.when)
      .flatMap(({ action, when }) => this.#command(action.id, { type: 'clear' }, when));
  }

  /** Does what an item of the agenda says. Throws what the rules of actions, inquiries, links and catalogs throw. */
  play(item: AgendaItem, step: Step): Happening[] {
    const { at } = item;
    if ('track' in step) {
      const click = step.track.click === undefined ? undefined : this.#clicks.get(step.track.click);
      return [this.#track(purchaseOf(step.track, click), at, step.id)];
    }
    if ('repeat' in step) return this.#repeat(item, step);
    if ('click' in step) {
      const link = step.click.link ?? buildLink(this.#world, step.click);
      const click = clickLink(this.#world, link, at, this.#seed, this.#clicked);
      this.#clicked += 1;
      if (step.id !== undefined) this.#clicks.set(step.id, click);
      return [{ type: 'click', click, link }];
    }
    if ('inquiry' in step) return [this.#ask(step, at)];
    if ('closeInquiry' in step) {
      const { inquiry: name, ...rest } = step.closeInquiry;
      const inquiry = closeInquiry(there(this.#inquiries, name), closingOf(rest), at);
      this.#inquiries.set(name, inquiry);
      return [{ type: 'inquiry', inquiry, event: 'inquiry-closed' }];
    }
    if ('catalog' in step) return this.#change(step.catalog, at);
    const given = commandOf(step);
    return given === undefined ? [] : this.#command(there(this.#byStep, given.action), given.command, at);
  }

  #track(purchase: Parameters<typeof trackPurchase>[1], at: Millis, id: string | undefined): Happening {
    const { action, entry } = trackPurchase(this.#world, purchase, at, this.#seed, this.#tracked);
    this.#tracked += 1;
    this.#actions.set(action.id, action);
    this.#nextClearing = Math.min(this.#nextClearing, clearingDue(action) ?? Number.POSITIVE_INFINITY);
    if (id !== undefined) this.#byStep.set(id, action.id);
    return { type: 'action', action, entry };
  }

  #command(id: string, command: ActionCommand, at: Millis): Happening[] {
    const before = there(this.#actions, id);
    const locked = settle(before, at);
    const happened = locked === undefined ? [] : [locked];
    const current = locked?.action ?? before;
    const result = applyCommand(current, command, at);
    this.#actions.set(id, result.action);
    this.#nextClearing = Math.min(this.#nextClearing, clearingDue(result.action) ?? Number.POSITIVE_INFINITY);
    return [...happened, result].map(({ action, entry }) => ({ type: 'action', action, entry }));
  }

  #repeat(
    { at, step: index, occurrence = 0, phase }: AgendaItem,
    step: Extract<Step, { repeat: unknown }>,
  ): Happening[] {
    const { track, modified, reversed } = step.repeat;
    const name = `${index} ${occurrence}`;
    if (phase === 'track') {
      const amount = amountOf(track.amount, drawFrom(this.#seed, 'amount', index, occurrence));
      const payout = track.payout === undefined ? undefined : parseMoney(track.payout);
      const happening = this.#track({ ...track, amount, payout }, at, undefined);
      if (happening.type === 'action') this.#repeated.set(name, happening.action.id);
      return [happening];
    }
    const id = there(this.#repeated, name);
    this.#repeated.delete(name);
    if (phase === 'approve') return this.#command(id, { type: 'approve' }, at);
    if (phase === 'reverse') return this.#command(id, { type: 'reverse', reason: reversed!.reason }, at);
    const amount = Math.round(there(this.#actions, id).originalAmount * modified!.to);
    return this.#command(id, { type: 'modify', reason: modified!.reason, amount }, at);
  }

  #ask(step: Extract<Step, { inquiry: unknown }>, at: Millis): Happening {
    const { action: name, amount, expectedPayout, transactionAgo, ...rest } = step.inquiry;
    const action = name === undefined ? undefined : there(this.#actions, there(this.#byStep, name));
    const ago = transactionAgo ?? (action === undefined ? 3_600_000 : undefined);
    const inquiry = openInquiry(
      this.#world,
      {
        ...rest,
        action,
        transactionDate: ago === undefined ? undefined : at - ago,
        transactionAmount: amount === undefined ? undefined : parseMoney(amount),
        expectedPayout: expectedPayout === undefined ? undefined : parseMoney(expectedPayout),
      },
      at,
      this.#seed,
      this.#asked,
    );
    this.#asked += 1;
    if (step.id !== undefined) this.#inquiries.set(step.id, inquiry);
    return { type: 'inquiry', inquiry, event: 'inquiry-opened' };
  }

  #change(step: Extract<Step, { catalog: unknown }>['catalog'], at: Millis): Happening[] {
    const catalog = this.#catalog(step.program, step.catalog);
    if (step.add !== undefined)
      return step.add.flatMap((item) => this.#changeItem(catalog, item.sku, { type: 'add', item }, at));
    if (step.update !== undefined)
      return step.update.flatMap((item) => this.#changeItem(catalog, item.sku, { type: 'update', item }, at));
    const command = itemCommandOf(step);
    return skusOf(catalog, step.items ?? 'all').flatMap((sku) => this.#changeItem(catalog, sku, command, at));
  }

  #changeItem(catalog: StockedCatalog, sku: string, command: ItemCommand, at: Millis): Happening[] {
    const changed = changeItem(catalog.items.get(sku), sku, command);
    if (changed === null) return [];
    catalog.items.set(sku, changed.item);
    const { program, id, name } = catalog;
    catalog.count += COUNTS[changed.change];
    const place = { program, catalog: { id, name, items: catalog.count } };
    return [{ type: 'item', place, item: changed.item, change: changed.change, at }];
  }

  #catalog(programName: string | undefined, catalogName: string | undefined): StockedCatalog {
    const program = findNamed(this.#world.programs, programName, 'program');
    const config = findNamed(program.catalogs, catalogName, `catalog in ${program.name.trim()}`);
    const key = `${program.id}/${config.id}`;
    const known = this.#catalogs.get(key);
    if (known !== undefined) return known;
    const items = new Map(firstItems(config, this.#seed).map((item) => [item.sku, item]));
    const catalog = { program, id: config.id, name: config.name, items, count: items.size };
    this.#catalogs.set(key, catalog);
    return catalog;
  }
}

/** What each change adds to the number of items that are there. */
export const COUNTS: Record<ItemChangeType, number> = { ADDED: 1, UPDATED: 0, DELETED: -1 };

/** The items that a change is about, in the order of the catalog: SKUs as they are, all, or the first so many. */
export function skusOf(
  { items }: Pick<StockedCatalog, 'items'>,
  wanted: 'all' | readonly string[] | { first: number },
): readonly string[] {
  if (wanted !== 'all' && !('first' in wanted)) return wanted;
  const there = [...items.values()].filter(({ removed }) => !removed).map(({ sku }) => sku);
  return wanted === 'all' ? there : there.slice(0, wanted.first);
}

function amountOf(
  amount: string | { from: string; to: string },
  draw: (from: number, to: number) => number,
): Cents {
  if (typeof amount === 'string') return parseMoney(amount);
  const [from, to] = [parseMoney(amount.from), parseMoney(amount.to)];
  return draw(Math.min(from, to), Math.max(from, to));
}

function there<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name);
  if (found !== undefined) return found;
  throw new PostbenchError('PB_SCENARIO_INVALID', `No step before it has made "${name}".`, {
    remedy: 'Give the step that is meant this id, above the one that refers to it.',
  });
}

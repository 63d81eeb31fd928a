import { digitsOf } from '../domain/currency-digits.ts';
import { findNamed } from '../domain/find.ts';
import { buildLink } from '../domain/link.ts';
import { type Money, parseMoney, shareOf, unitOf } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import { drawFrom } from '../domain/random.ts';
import type { Millis } from '../domain/time.ts';
import { findEventType } from '../domain/track.ts';
import { PostbenchError } from '../errors.ts';
import type { DomainEvent } from '../world/domain-event.ts';
import { type ItemChange, perform, type WorldCommand } from '../world/perform.ts';
import type { Things } from '../world/things.ts';
import type { AgendaItem } from './agenda.ts';
import type { Step } from './schema.ts';
import { closingOf, commandOf, itemCommandOf, purchaseOf } from './steps.ts';

type StepWith<Verb extends string> = Extract<Step, Record<Verb, unknown>>;

/**
 * Plays the steps of a scenario in a world: it knows what each step has created, and turns a step into commands.
 * The same seed, times and steps give the same things in previews, in the check before a run, and in the engine.
 */
export class ScenarioPlayer {
  readonly #world: World;
  readonly #things: Things;
  /** Keys of what steps have created, by the steps' ids. */
  readonly #actions = new Map<string, number>();
  readonly #clicks = new Map<string, number>();
  readonly #inquiries = new Map<string, number>();
  /** Keys of purchases of repetitions for which something is still to come. */
  readonly #repeated = new Map<string, number>();

  constructor(world: World, things: Things) {
    this.#world = world;
    this.#things = things;
  }

  /** The id of the action that a step created, for messages. */
  actionIdOf(step: string): string | undefined {
    const key = this.#actions.get(step);
    return key === undefined ? undefined : this.#things.actions.get(key)?.action.id;
  }

  /** Carries out an item of the agenda. Throws what `perform` throws, and PB_SCENARIO_INVALID. */
  play(item: AgendaItem, step: Step): DomainEvent[] {
    const { at } = item;
    if ('track' in step) {
      const { click, ...track } = step.track;
      const converted = click === undefined ? undefined : madeBy(this.#clicks, click);
      const purchase = purchaseOf(track);
      return this.#make(this.#actions, step.id, { type: 'track', purchase, click: converted }, at);
    }
    if ('repeat' in step) return this.#repeat(item, step);
    if ('click' in step) {
      const link = step.click.link ?? buildLink(this.#world, step.click);
      return this.#make(this.#clicks, step.id, { type: 'click', link }, at);
    }
    if ('inquiry' in step) return this.#openInquiry(step, at);
    if ('closeInquiry' in step) {
      const { inquiry: name, ...rest } = step.closeInquiry;
      const inquiry = madeBy(this.#inquiries, name);
      return this.#do({ type: 'close-inquiry', inquiry, input: closingOf(rest) }, at);
    }
    if ('catalog' in step) return this.#changeItems(step.catalog, at);
    const given = commandOf(step);
    if (given === undefined) return [];
    const action = madeBy(this.#actions, given.action);
    return this.#do({ type: 'change', action, command: given.command }, at);
  }

  #do(command: WorldCommand, at: Millis): DomainEvent[] {
    return perform(this.#world, this.#things, command, at);
  }

  /** Creates one thing and remembers it by the step's id. */
  #make(keys: Map<string, number>, id: string | undefined, command: WorldCommand, at: Millis): DomainEvent[] {
    const happened = this.#do(command, at);
    if (id !== undefined) keys.set(id, happened[0]!.key);
    return happened;
  }

  #repeat(
    { at, step: index, occurrence = 0, phase }: AgendaItem,
    { repeat }: StepWith<'repeat'>,
  ): DomainEvent[] {
    const { track, modified, reversed } = repeat;
    const name = `${index} ${occurrence}`;
    if (phase === 'track') {
      const currency = track.currency ?? findEventType(this.#world, track).program.currency;
      const digits = digitsOf(currency, this.#world.moneyDigits);
      const amount = amountOf(track.amount, drawFrom(this.#things.seed, 'amount', index, occurrence), digits);
      const payout = track.payout === undefined ? undefined : parseMoney(track.payout);
      return this.#make(this.#repeated, name, { type: 'track', purchase: { ...track, amount, payout } }, at);
    }
    const action = madeBy(this.#repeated, name);
    this.#repeated.delete(name);
    if (phase === 'approve') return this.#do({ type: 'change', action, command: { type: 'approve' } }, at);
    if (phase === 'reverse') {
      const command = { type: 'reverse', reason: reversed!.reason } as const;
      return this.#do({ type: 'change', action, command }, at);
    }
    const { originalAmount, originalCurrency } = this.#things.actions.get(action)!.action;
    const amount = shareOf(originalAmount, modified!.to, digitsOf(originalCurrency, this.#world.moneyDigits));
    return this.#do(
      { type: 'change', action, command: { type: 'modify', reason: modified!.reason, amount } },
      at,
    );
  }

  #openInquiry(step: StepWith<'inquiry'>, at: Millis): DomainEvent[] {
    const { action: name, amount, expectedPayout, transactionAgo, ...rest } = step.inquiry;
    const action = name === undefined ? undefined : madeBy(this.#actions, name);
    const ago = transactionAgo ?? (action === undefined ? 3_600_000 : undefined);
    const input = {
      ...rest,
      transactionDate: ago === undefined ? undefined : at - ago,
      transactionAmount: amount === undefined ? undefined : parseMoney(amount),
      expectedPayout: expectedPayout === undefined ? undefined : parseMoney(expectedPayout),
    };
    return this.#make(this.#inquiries, step.id, { type: 'open-inquiry', input, action }, at);
  }

  #changeItems(step: StepWith<'catalog'>['catalog'], at: Millis): DomainEvent[] {
    const program = findNamed(this.#world.programs, step.program, 'program');
    const config = findNamed(program.catalogs, step.catalog, `catalog in ${program.name.trim()}`);
    const { key } = this.#things.catalogs.of(program, config, at);
    return this.#do({ type: 'change-items', catalog: key, changes: this.#itemChanges(key, step) }, at);
  }

  /** A step's change of each of its items, in the order of the catalog. */
  #itemChanges(catalog: number, step: StepWith<'catalog'>['catalog']): ItemChange[] {
    const { add, update, items = 'all' } = step;
    if (add !== undefined) return add.map((item) => ({ sku: item.sku, command: { type: 'add', item } }));
    if (update !== undefined)
      return update.map((item) => ({ sku: item.sku, command: { type: 'update', item } }));
    const command = itemCommandOf(step);
    const skus = Array.isArray(items) ? items : this.#things.catalogs.skus(catalog);
    const most = items === 'all' || Array.isArray(items) ? skus.length : items.first;
    return skus.slice(0, most).map((sku) => ({ sku, command }));
  }
}

function amountOf(
  amount: string | { from: string; to: string },
  draw: (from: number, to: number) => number,
  digits: number,
): Money {
  if (typeof amount === 'string') return parseMoney(amount);
  const unit = unitOf(digits);
  const [from, to] = [parseMoney(amount.from) / unit, parseMoney(amount.to) / unit];
  // An end with more digits than the currency has is refused when the purchase is tracked.
  if (!Number.isInteger(from)) return from * unit;
  if (!Number.isInteger(to)) return to * unit;
  return draw(Math.min(from, to), Math.max(from, to)) * unit;
}

function madeBy(keys: ReadonlyMap<string, number>, step: string): number {
  const key = keys.get(step);
  if (key !== undefined) return key;
  throw new PostbenchError('PB_SCENARIO_INVALID', `No earlier step has made "${step}".`, {
    remedy: `Give the step that makes it the id "${step}", and put it above the step that refers to it.`,
  });
}

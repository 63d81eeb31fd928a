import type { Action } from '../domain/action.ts';
import { digitsOf } from '../domain/currency-digits.ts';
import { formatIn, type Money, unitOf } from '../domain/money.ts';
import type { World } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import { kindOfEvent, type WorldEvent } from '../domain/world-event.ts';
import type { ReversalValues, Values } from '../placeholders/placeholder-values.ts';
import { type DomainEvent, eventOf } from '../world/domain-event.ts';
import { MemoryThings } from '../world/memory-things.ts';
import { perform, type WorldCommand } from '../world/perform.ts';
import type { PlatformRecord, RecordStatus } from './records/record.ts';
import type { ActionName, Story, StoryEvent, StoryPurchase } from './story.ts';

/** Ms between two events of a story: UpdateDate has whole seconds, and must tell them apart. */
export const EVENT_GAP: Millis = 2_000;

/** An event of a story as it happened on the platform. */
export interface WorldStep {
  action: ActionName;
  what: WorldEvent;
  values: Values;
  /** The platform's books of its action after it. */
  books: PlatformRecord;
}

export interface StoryWorldOptions {
  world: World;
  /** Of its event types and programs, the ones that the postback under test reports. */
  program?: string | undefined;
  eventType?: string | undefined;
  /** Decides ids, clicks and orders. */
  seed: number;
  /** Makes the ids of this run's actions differ from those of every other run. */
  runId: number;
  /** How many actions were created before, in a run that is resumed: their ids are not used again. */
  made?: number;
  /** When the first events happen. */
  start: Millis;
  reversal?: ReversalValues;
  /** Values fixed by `--set`. */
  fixed?: Values;
}

/** An action that was created for a story: it may be at the receiver now. */
export interface CreatedAction {
  actionId: string;
  orderId: string;
}

/** Days that no story outlasts, so that nothing locks in the middle of one. */
const LOCKING_DAYS = 35;
/** The third number of an id is that of the run, followed by so many digits of the action. */
const ACTION_DIGITS = 5;

const STATUSES: Record<Action['status'], RecordStatus> = {
  PENDING: 'pending',
  APPROVED: 'approved',
  REVERSED: 'reversed',
};

/** The world in which the stories of a run happen, in memory. Each action is created once: its id is never used again. */
export class StoryWorld {
  readonly #options: StoryWorldOptions;
  readonly #world: World;
  readonly #things: MemoryThings;
  readonly #created: CreatedAction[] = [];
  readonly #ids = new Set<string>();

  constructor(options: StoryWorldOptions) {
    this.#options = options;
    const { world } = options;
    this.#world = {
      ...world,
      programs: world.programs.map((program) => ({
        ...program,
        lockingDays: Math.max(program.lockingDays, LOCKING_DAYS),
      })),
    };
    this.#things = new MemoryThings(options.seed);
  }

  /** How many actions were created, those before included. */
  get made(): number {
    return (this.#options.made ?? 0) + this.#created.length;
  }

  /** All actions created so far, in order. */
  get created(): readonly CreatedAction[] {
    return this.#created;
  }

  isCreated(actionId: string): boolean {
    return this.#ids.has(actionId);
  }

  /** Lets a story happen, with new actions. Throws what the rules of the world throw: a story must be possible. */
  play(story: Story): WorldStep[] {
    const { events, values: own = {} } = story;
    const { reversal, start, fixed } = this.#options;
    const { moneyDigits } = this.#world;
    const keys = new Map<ActionName, number>();
    const clicks = new Map<string, number>();
    const most = new Map<ActionName, number>();
    const books = new Map<ActionName, PlatformRecord>();
    return events.map((event, index) => {
      const { action: name } = event;
      const at = start + index * EVENT_GAP;
      const domainEvent = this.#happen(story, event, at, keys, clicks);
      const told = eventOf(domainEvent, { reversalValues: reversal, moneyDigits })!;
      const key = keys.get(name)!;
      const { action } = this.#things.actions.get(key)!;
      const overrides = { ...fixed, ...own[name] };
      const values = withValues(told.values, overrides);
      most.set(name, Math.max(most.get(name) ?? 0, action.payout));
      // An inquiry and the clearing of a payout leave the action's record as it is.
      const before = kindOfEvent(told.event) === 'action' ? undefined : books.get(name);
      const after = before ?? {
        status: STATUSES[action.status],
        values,
        mostPayout: overrides['Payout'] ?? formatIn(most.get(name)!, action.program.currency, moneyDigits),
      };
      books.set(name, after);
      return { action: name, what: told.event, values, books: after };
    });
  }

  #happen(
    story: Story,
    event: StoryEvent,
    at: Millis,
    keys: Map<ActionName, number>,
    clicks: Map<string, number>,
  ): DomainEvent {
    if (event.type === 'create')
      return this.#create(story, event.action, event.purchase ?? {}, at, keys, clicks);
    const key = keys.get(event.action)!;
    if (event.type === 'item') return this.#changeItem(at);
    const { program, originalCurrency } = this.#things.actions.get(key)!.action;
    const units = { order: this.#unit(originalCurrency), payout: this.#unit(program.currency) };
    const commands = commandsOf(event, key, units);
    let last: DomainEvent | undefined;
    for (const command of commands) last = perform(this.#world, this.#things, command, at).at(-1);
    return last!;
  }

  #create(
    story: Story,
    name: ActionName,
    purchase: StoryPurchase,
    at: Millis,
    keys: Map<ActionName, number>,
    clicks: Map<string, number>,
  ): DomainEvent {
    const { program, eventType, runId } = this.#options;
    const { click, items, amount = 12_000, payout = 1_200, ...rest } = purchase;
    const n = this.made + 1;
    // Each value differs from the others, so that a receiver's field is found by its value too.
    const tracking = {
      subId2: `spring-${n}`,
      subId3: `banner-${n}`,
      sharedId: `shop-${n}`,
      subId1: `user-${n}`,
    };
    const own = click === undefined ? tracking : {};
    const clicked = click === undefined ? undefined : this.#click(click, at, clicks, tracking);
    const { currency } = programIn(this.#world, program);
    const unit = this.#unit(rest.currency ?? currency);
    const money =
      items === undefined
        ? { amount: amount * unit }
        : { items: items.map((item) => ({ ...item, amount: item.amount * unit })) };
    const command: WorldCommand = {
      type: 'track',
      purchase: {
        ...own,
        promoCode: 'SPRING10',
        ...rest,
        ...money,
        payout: payout * this.#unit(currency),
        program,
        eventType,
      },
      click: clicked,
    };
    const [tracked] = perform(this.#world, this.#things, command, at);
    if (tracked?.type !== 'action') throw new Error('a purchase makes an action');
    const { key, action, entry } = tracked;
    const [first, second] = action.id.split('.');
    const like = story.ids?.[name];
    const id =
      like === undefined
        ? `${first}.${second}.${runId}${String(this.made).padStart(ACTION_DIGITS, '0')}`
        : `${this.#things.actions.get(keys.get(like.of)!)!.action.id}${like.and}`;
    const named = { ...action, id };
    this.#things.actions.update(key, named);
    keys.set(name, key);
    this.#ids.add(id);
    this.#created.push({ actionId: id, orderId: named.tracking.orderId });
    return { type: 'action', key, nth: 1, action: named, entry };
  }

  /** A new price of the first product of the program's first catalog; one is made where it has none. */
  #changeItem(at: Millis): DomainEvent {
    const { program: wanted } = this.#options;
    const program = programIn(this.#world, wanted);
    const config = program.catalogs[0] ?? { id: '1', name: 'Products', generate: 1, items: [] };
    const { catalogs } = this.#things;
    const { key } = catalogs.of(program, config);
    const [sku] = catalogs.skus(key);
    const price = (sku === undefined ? undefined : catalogs.item(key, sku)?.item.price) ?? 0;
    const command =
      sku === undefined
        ? undefined
        : ({ type: 'price', price: price + 100 * this.#unit(program.currency) } as const);
    if (sku === undefined || command === undefined) throw new Error('the catalog has no product');
    const changes = [{ sku, command }];
    return perform(this.#world, this.#things, { type: 'change-items', catalog: key, changes }, at)[0]!;
  }

  /** What the smallest unit of a currency is, in which stories state their amounts. */
  #unit(currency: string): Money {
    return unitOf(digitsOf(currency, this.#world.moneyDigits));
  }

  #click(word: string, at: Millis, clicks: Map<string, number>, subIds: SubIds): number {
    const known = clicks.get(word);
    if (known !== undefined) return known;
    const { world, program } = this.#options;
    const { id, adId, trackingDomain } = programIn(world, program);
    const link = `https://${trackingDomain}/c/${world.partner.id}/${adId}/${id}?${new URLSearchParams(
      Object.entries(subIds)
        .map(([name, value]) => `${name}=${value}`)
        .join('&'),
    ).toString()}`;
    const [clicked] = perform(this.#world, this.#things, { type: 'click', link }, at);
    clicks.set(word, clicked!.key);
    return clicked!.key;
  }
}

const times = (amount: number | undefined, unit: Money) => (amount === undefined ? undefined : amount * unit);

function programIn({ programs }: World, wanted: string | undefined): World['programs'][number] {
  return programs.find(({ id }) => id === wanted) ?? programs[0]!;
}

type SubIds = Readonly<Record<'subId1' | 'subId2' | 'subId3' | 'sharedId', string>>;

/** What the world does for an event; the last of it is what postbacks report. */
function commandsOf(
  event: Exclude<StoryEvent, { type: 'create' | 'item' }>,
  action: number,
  units: { order: Money; payout: Money },
): WorldCommand[] {
  switch (event.type) {
    case 'modify': {
      const { reason = 'ORDER_UPDATE' } = event;
      const amount = times(event.amount, units.order);
      const payout = times(event.payout, units.payout);
      const items = event.items?.map((item) => ({ ...item, amount: times(item.amount, units.order) }));
      return [{ type: 'change', action, command: { type: 'modify', amount, payout, items, reason } }];
    }
    case 'reverse': {
      const { reason = 'ITEM_RETURNED' } = event;
      return [{ type: 'change', action, command: { type: 'reverse', reason } }];
    }
    case 'restore':
    case 'reset':
    case 'approve':
      return [{ type: 'change', action, command: { type: event.type } }];
    case 'clear':
      return [
        { type: 'change', action, command: { type: 'approve' } },
        { type: 'change', action, command: { type: 'clear' } },
      ];
    case 'inquiry':
      return [{ type: 'open-inquiry', action, input: { type: 'INCORRECT' } }];
  }
}

function withValues(values: Values, own: Values): Values {
  return Object.keys(own).length === 0 ? values : { ...values, ...own };
}

import type { ActionView } from '../../../shared/contract/activity.ts';
import type { ClickView } from '../../../shared/contract/world.ts';
import {
  type Action,
  type ActionCommand,
  applyCommand,
  type LedgerEntry,
  settle,
} from '../../../shared/domain/action.ts';
import { clickLink } from '../../../shared/domain/link.ts';
import type { Millis } from '../../../shared/domain/time.ts';
import { type Purchase, trackPurchase } from '../../../shared/domain/track.ts';
import { actionValues, type Values } from '../../../shared/domain/values.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import type { Calendar } from './calendar.ts';
import { firedEvent } from './events.ts';
import type { Hand } from './hand.ts';

/** A purchase as a screen gives it: its click by the key. */
export type HandPurchase = Omit<Purchase, 'click'> & { click?: number | undefined };

/** What a made-up event of a Test is worth, in cents. */
const TEST_AMOUNT = 10_000;

/** Clicks and actions by hand: one at a time, at the clock's time. */
export class Simulator {
  readonly #hand: Hand;
  readonly #calendar: Calendar;
  #tracked = 0;
  #clicked = 0;
  #tested = 0;

  constructor(hand: Hand, calendar: Calendar) {
    this.#hand = hand;
    this.#calendar = calendar;
  }

  /** Clicks a link. Throws PB_LINK_INVALID. */
  click(link: string): ClickView {
    const { store, clock, world, seed } = this.#hand;
    const click = clickLink(world(), link, clock.now(), seed, this.#clicked);
    const key = this.#hand.do(undefined, (_tell, note) => {
      const added = store.clicks.add(click, link.trim(), null);
      note({ at: click.at, type: 'click', key: added, link: link.trim(), click });
      return added;
    });
    this.#clicked += 1;
    return store.clicks.get(key)!;
  }

  /** Tracks a purchase and sends its postbacks. Throws PB_ARGUMENT_INVALID, PB_AMOUNT_INVALID or PB_CLICK_UNKNOWN. */
  track(given: HandPurchase, to: string | undefined): ActionView {
    const { store, clock, world, firing } = this.#hand;
    const { click: clickKey, ...purchase } = given;
    const click = clickKey === undefined ? undefined : this.#click(clickKey).click;
    const { seed, sending } = firing();
    const at = clock.now();
    const happened = trackPurchase(world(), { ...purchase, click }, at, seed, this.#tracked);
    const key = this.#hand.do(to, (tell, note) => {
      const added = store.actions.add(happened.action, happened.entry, null);
      tell(firedEvent({ type: 'action', ...happened }, { key: added, nth: 1 }, sending));
      note({ at, type: 'track', key: added, purchase, click: clickKey });
      return added;
    });
    this.#tracked += 1;
    this.#calendar.arrange();
    return this.action(key);
  }

  /**
   * Does one thing to an action, of a run or tracked by hand, and sends its postbacks. Throws PB_ACTION_UNKNOWN,
   * PB_TRANSITION_ILLEGAL, PB_ACTION_LOCKED, PB_ITEM_UNKNOWN or PB_AMOUNT_INVALID; then nothing has happened.
   */
  command(key: number, command: ActionCommand, to: string | undefined): ActionView {
    const { store, clock, firing } = this.#hand;
    const { sending } = firing();
    const at = clock.now();
    this.#hand.do(to, (tell, note) => {
      const before = store.actions.stored(key);
      if (before === undefined) throw noAction();
      let nth = before.entries;
      const write = (happened: { action: Action; entry: LedgerEntry }) => {
        nth += 1;
        store.actions.update(key, happened.action, happened.entry);
        tell(firedEvent({ type: 'action', ...happened }, { key, nth }, sending));
      };
      const locked = settle(before.action, at);
      if (locked !== undefined) write(locked);
      write(applyCommand(locked?.action ?? before.action, command, at));
      note({ at, type: 'command', key, command });
    });
    this.#calendar.arrange();
    return this.action(key);
  }

  /** All of an action. Throws PB_ACTION_UNKNOWN. */
  action(key: number): ActionView {
    const view = this.#hand.store.actions.get(key);
    if (view === undefined) throw noAction();
    return view;
  }

  /**
   * Sends a tracked event through one event-level postback at once, be it switched off in its file: that is how a URL
   * is confirmed before it is started. `given` are the values that were confirmed; without them they are made up.
   * Throws PB_POSTBACK_UNKNOWN or PB_ARGUMENT_INVALID.
   */
  test(file: string, given?: Values): { deliveryId: number } {
    const { store, clock, postbacks, seed } = this.#hand;
    const postback = postbacks().find((source) => source.file === file)?.postback;
    if (postback === undefined) {
      throw new PostbenchError('PB_POSTBACK_UNKNOWN', `There is no postback ${file} that could be tested.`, {
        remedy: 'Choose one of the list; one whose file is wrong must be corrected first.',
      });
    }
    if (postback.level !== 'event') {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `${postback.name} is not of the event level.`, {
        remedy:
          'The platform tests postbacks of one event type only; track an action to see this one arrive.',
      });
    }
    const at = clock.now();
    const values = given ?? this.#madeUp(postback, at);
    this.#tested += 1;
    const delivery = store.outbox.add({
      runId: null,
      step: null,
      subject: 'test',
      actionKey: 0,
      actionId: values.ActionId ?? '',
      event: 'tracked',
      postback: file,
      template: postback,
      workspace: this.#hand.firing().workspace,
      values,
      createdAt: at,
      dueAt: at,
      processingMs: 0,
      minimumDelayMs: 0,
      intended: '',
      seed,
      seedKey: `test/${this.#tested}/${file}`,
    });
    this.#hand.send([delivery]);
    return { deliveryId: delivery.id };
  }

  /** What was true at the event of a delivery; undefined when it is gone. */
  sentValues(deliveryId: number): Values | undefined {
    const { outbox } = this.#hand.store;
    return outbox.actionOf(deliveryId) === undefined ? undefined : outbox.values(deliveryId);
  }

  #madeUp({ program, eventType }: Postback, at: Millis): Values {
    const purchase = { program, eventType, amount: TEST_AMOUNT, subId1: 'test' };
    // Of another seed than what is tracked: its ids are nobody else's.
    const testSeed = (this.#hand.seed ^ 0x7e57) >>> 0;
    const { action, entry } = trackPurchase(this.#hand.world(), purchase, at, testSeed, this.#tested);
    return actionValues(action, entry);
  }

  #click(key: number): ClickView {
    const click = this.#hand.store.clicks.get(key);
    if (click !== undefined) return click;
    throw new PostbenchError('PB_CLICK_UNKNOWN', 'That click is not there any more.', {
      remedy: 'Click the link again, then convert the new click.',
    });
  }
}

function noAction(): PostbenchError {
  return new PostbenchError('PB_ACTION_UNKNOWN', 'That action is not there any more.', {
    remedy: 'Choose one from the list of actions, or track a new one.',
  });
}

import type { PostbackSource } from '../../../shared/delivery/send-to.ts';
import { parseMoney } from '../../../shared/domain/money.ts';
import type { Millis } from '../../../shared/domain/time.ts';
import { trackPurchase } from '../../../shared/domain/track.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { actionValues, type Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { Session } from './session.ts';

/** The amount of a Test's made-up event, in cents. */
const TEST_AMOUNT = parseMoney('100');

/** The platform's Test of a postback: one made-up event, which changes nothing in the world. */
export class TestDeliveries {
  readonly #store: ActivityStore;
  readonly #session: Session;
  readonly #postbacks: () => readonly PostbackSource[];
  #tested = 0;

  constructor(store: ActivityStore, session: Session, postbacks: () => readonly PostbackSource[]) {
    this.#store = store;
    this.#session = session;
    this.#postbacks = postbacks;
  }

  /**
   * Sends a tracked event through one event-level postback at once, even if its file disables it: that is how a URL
   * is verified before it is enabled. `given` are the values the user confirmed; without them they are made up.
   * Throws PB_POSTBACK_UNKNOWN or PB_ARGUMENT_INVALID.
   */
  send(file: string, given?: Values): { deliveryId: number } {
    const { clock, things, deliveryPlan, sender } = this.#session;
    const postback = this.#postbacks().find((source) => source.file === file)?.postback;
    if (postback === undefined) {
      throw new PostbenchError('PB_POSTBACK_UNKNOWN', `There is no postback ${file} to test.`, {
        remedy: 'Select one from the list. If its file has an error, correct it first.',
      });
    }
    if (postback.level !== 'event') {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `${postback.name} is not an event-level postback.`, {
        remedy:
          'The platform tests postbacks of a single event type only. Track an action to see this one arrive.',
      });
    }
    const at = clock.now();
    const values = given ?? this.#madeUp(postback, at);
    this.#tested += 1;
    const delivery = this.#store.outbox.add({
      runId: null,
      step: null,
      subject: 'test',
      subjectKey: 0,
      subjectId: values.ActionId ?? '',
      event: 'tracked',
      postbackFile: file,
      template: postback,
      workspace: deliveryPlan().workspace,
      values,
      createdAt: at,
      dueAt: at,
      processingMs: 0,
      minimumDelayMs: 0,
      intended: '',
      seed: things.seed,
      seedKey: `test/${this.#tested}/${file}`,
    });
    sender.enqueue([delivery]);
    return { deliveryId: delivery.id };
  }

  #madeUp({ program, eventType }: Postback, at: Millis): Values {
    const purchase = { program, eventType, amount: TEST_AMOUNT, subId1: 'test' };
    // From another seed than tracked actions, so that its ids are unique.
    const testSeed = (this.#session.things.seed ^ 0x7e57) >>> 0;
    const { action, entry } = trackPurchase(this.#session.world(), purchase, at, testSeed, this.#tested);
    return actionValues(action, entry, { moneyDigits: this.#session.world().moneyDigits });
  }
}

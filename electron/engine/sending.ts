import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { actionValues, type Values } from '../../shared/domain/values.ts';
import { catalogueFor } from '../../shared/placeholders/catalogue.ts';
import type { Postback, RenderSettings } from '../../shared/template/postback.ts';
import { rulesFor } from '../../shared/workspace/rules.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import type { Clock } from './clock.ts';
import { Ceiling } from './sender/ceiling.ts';
import { HttpTransport } from './sender/http-transport.ts';
import { Sender, type SenderOptions } from './sender/sender.ts';
import type { ActivityStore } from './store/activity.ts';
import type { OpenDelivery } from './store/outbox.ts';
import { type FiringRules, type PostbackSource, sentTo } from './world/events.ts';

export interface SendingOptions {
  store: ActivityStore;
  /** The clock for work by hand. */
  clock: Clock;
  /** The workspace in force, asked each time. */
  workspace: () => WorkspaceView;
  /** Where our own receiver is; empty while it does not listen. */
  receiverAddress: () => string;
  /** Requests a real second to foreign receivers, instead of the workspace's. */
  ceiling: number | undefined;
}

/** What a postback is sent by in a workspace. */
interface Known {
  rules: DeliveryRules;
  settings: RenderSettings;
}

/**
 * All senders of an engine over its one outbox, each with a clock of its own: what they send by is the workspace as it
 * is at each attempt. What is done to deliveries by hand finds the sender that has them.
 */
export class Sending {
  /** Of what is done by hand, and of all that nobody else has after a start. */
  readonly byHand: Sender;
  readonly #options: SendingOptions;
  readonly #senders = new Set<Sender>();
  readonly #transport: HttpTransport;
  readonly #ceiling: Ceiling;
  /** Which attempt a local TCP port is busy with. */
  readonly #attempts = new Map<number, number>();
  #basis: { view: WorkspaceView | undefined; address: string; known: WeakMap<Postback, Known> } = {
    view: undefined,
    address: '',
    known: new WeakMap(),
  };

  constructor(options: SendingOptions) {
    this.#options = options;
    const { store, workspace, receiverAddress, ceiling } = options;
    const sending = () => workspace().settings.sending;
    this.#transport = new HttpTransport(
      () => sending().allowedHosts,
      () => sending().certificates,
    );
    this.#ceiling = new Ceiling({
      perSecond: () => ceiling ?? sending().ceiling,
      ownOrigin: receiverAddress,
    });
    const { outbox } = store;
    this.byHand = this.on(options.clock, {
      isOff: (postback) => outbox.switchedOff().find((off) => off.postback === postback)?.sentence,
      failuresInARow: (postback, most) => outbox.failuresInARow(postback, most),
      switchOff: (postback, at, sentence) => outbox.switchOff({ postback, at, sentence }),
    });
  }

  /** A sender on a clock of its own; see `ended`. */
  on(clock: Clock, switches?: SenderOptions['switches']): Sender {
    const sender = new Sender({
      store: this.#options.store,
      clock,
      transport: this.#transport.send,
      rules: (postback) => this.#known(postback).rules,
      settings: (postback) => this.#known(postback).settings,
      currentPostback: (delivery) => this.#currentPostback(delivery),
      currentValues: ({ id }) => this.#currentValues(id),
      ceiling: this.#ceiling,
      ...(switches === undefined ? {} : { switches }),
      onPort: (port, attemptId) => {
        if (attemptId === undefined) this.#attempts.delete(port);
        else this.#attempts.set(port, attemptId);
      },
    });
    this.#senders.add(sender);
    return sender;
  }

  /** Forgets a sender that has nothing left to send. */
  ended(sender: Sender): void {
    this.#senders.delete(sender);
  }

  /** The attempt that a request from a local TCP port is of. */
  attemptOf(port: number): number | undefined {
    return this.#attempts.get(port);
  }

  /** How events become deliveries now. */
  firing(seed: number): FiringRules {
    const view = this.#options.workspace();
    return {
      sending: view.settings.sending,
      rules: (postback) => rulesFor(view, postback),
      seed,
      workspace: view.folder,
    };
  }

  /** The workspace's postbacks that are good. */
  postbacks(): PostbackSource[] {
    return this.#options
      .workspace()
      .postbacks.flatMap(({ file, content }) => (content === null ? [] : [{ file, postback: content }]));
  }

  /** Stops deliveries, whichever sender has them; tells how many. */
  cancel(ids: readonly number[]): number {
    return this.#options.store.transaction(
      () => ids.filter((id) => [...this.#senders].some((sender) => sender.cancel(id))).length,
    );
  }

  /** Tries deliveries again at once: waiting ones where they are, ended ones on the clock for work by hand. */
  retry(ids: readonly number[]): number {
    const { store, clock } = this.#options;
    const { outbox } = store;
    const revived: number[] = [];
    let hurried = 0;
    store.transaction(() => {
      for (const id of ids) {
        const state = outbox.state(id);
        if (state === 'waiting' && [...this.#senders].some((sender) => sender.hurry(id))) hurried += 1;
        if (state !== 'given-up' && state !== 'cancelled') continue;
        outbox.revive(id, clock.now());
        // Who tries again by hand means it to be sent.
        this.switchOn(outbox.postbackOf(id)!);
        revived.push(id);
      }
    });
    this.byHand.enqueue(outbox.open(revived));
    return hurried + revived.length;
  }

  /** Tries all given-up deliveries again, of one run or of all; tells how many. */
  retryFailed(runId: number | null): number {
    return this.retry(this.#options.store.outbox.givenUp(runId));
  }

  /** Lets a postback fire again that its profile switched off; false when it was not off. */
  switchOn(postback: string): boolean {
    this.byHand.switchOn(postback);
    return this.#options.store.outbox.switchOn(postback);
  }

  /** Ends sending; what is open stays in the outbox. */
  async close(): Promise<void> {
    await Promise.all([...this.#senders].map((sender) => sender.close()));
    await this.#transport.close();
  }

  /** The postback of a delivery as its file is now, with what stands in for its URL. */
  #currentPostback({ queue, to, workspace }: OpenDelivery): Postback | undefined {
    const view = this.#options.workspace();
    const postback = view.folder === workspace && view.postbacks.find(({ file }) => file === queue)?.content;
    if (!postback) return undefined;
    return to === null ? postback : sentTo(postback, to);
  }

  /** The values as they are now of the action that a delivery is about, where the workspace reads the platform so. */
  #currentValues(deliveryId: number): Values | undefined {
    const { content, reversalValues } = this.#options.workspace().settings.sending;
    if (content === 'event') return undefined;
    const { outbox, actions } = this.#options.store;
    const key = outbox.actionOf(deliveryId);
    const view = key === undefined ? undefined : actions.get(key);
    return view && actionValues(view.action, view.ledger.at(-1)!, reversalValues);
  }

  /** What a postback is sent by; found anew once the workspace or the receiver's address is another. */
  #known(postback: Postback): Known {
    const view = this.#options.workspace();
    const address = this.#options.receiverAddress();
    if (this.#basis.view !== view || this.#basis.address !== address)
      this.#basis = { view, address, known: new WeakMap() };
    const { known } = this.#basis;
    let found = known.get(postback);
    if (found === undefined) {
      found = knownOf(postback, view, address);
      known.set(postback, found);
    }
    return found;
  }
}

function knownOf(postback: Postback, view: WorkspaceView, receiverBase: string): Known {
  const { sending, placeholders } = view.settings;
  const catalogue = catalogueFor(postback.kind, placeholders);
  const rules = rulesFor(view, postback);
  const settings = {
    known: (name: string) => catalogue.has(name),
    unknown: sending.unknownPlaceholder,
    receiverBase,
    userAgent: rules.profile.userAgent,
  };
  return { rules, settings };
}

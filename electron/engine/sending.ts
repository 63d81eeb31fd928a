import type { OpenDelivery } from '../../shared/delivery/open-delivery.ts';
import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { actionValues, type Values } from '../../shared/domain/placeholder-values.ts';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import type { Postback, RenderSettings } from '../../shared/template/postback.ts';
import { rulesFor } from '../../shared/workspace/rules.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import type { CaptureMatching } from './capture-matching.ts';
import type { Clock } from './clock.ts';
import { Ceiling } from './sender/ceiling.ts';
import { HttpTransport } from './sender/http-transport.ts';
import type { SecretValues } from './sender/secret-values.ts';
import { Sender, type SenderOptions } from './sender/sender.ts';
import type { ActivityStore } from './store/activity.ts';
import { type DeliveryPlan, type PostbackSource, sentTo } from './world/events.ts';

export interface SendingOptions {
  store: ActivityStore;
  /** The clock for work by hand. */
  clock: Clock;
  /** The workspace that is open, asked each time: events fire its postbacks. */
  workspace: () => WorkspaceView;
  /**
   * The workspace of a folder, asked each time: deliveries are sent by the rules of their own, whichever is open. The
   * folder is empty for deliveries of an old store that do not say theirs.
   */
  rulesOf: (folder: string) => WorkspaceView;
  /** Values of secrets, asked at each attempt. */
  secrets: SecretValues;
  /** Told which attempt leaves from which port. */
  captureMatching: CaptureMatching;
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

/** What postbacks of one workspace are sent by, as long as it and the receiver's address stay the same. */
interface Basis {
  view: WorkspaceView;
  address: string;
  known: WeakMap<Postback, Known>;
}

/**
 * All senders of an engine over its one outbox, each with a clock of its own: what they send by is the delivery's
 * workspace as it is at each attempt. What is done to deliveries by hand finds the sender that has them.
 */
export class Sending {
  /** Of what is done by hand, and of all that nobody else has after a start. */
  readonly manual: Sender;
  readonly #options: SendingOptions;
  readonly #senders = new Set<Sender>();
  readonly #transport: HttpTransport;
  readonly #ceiling: Ceiling;
  /** By the folder of the workspace. */
  readonly #basis = new Map<string, Basis>();

  constructor(options: SendingOptions) {
    this.#options = options;
    const { store, rulesOf, receiverAddress, ceiling } = options;
    this.#transport = new HttpTransport(
      (folder) => rulesOf(folder).settings.sending.allowedHosts,
      (folder) => rulesOf(folder).settings.sending.certificates,
    );
    this.#ceiling = new Ceiling({
      perSecond: (folder) => ceiling ?? rulesOf(folder).settings.sending.ceiling,
      ownOrigin: receiverAddress,
    });
    const { outbox } = store;
    this.manual = this.on(options.clock, {
      isOff: ({ workspace: folder, postbackFile }) =>
        outbox.switchedOff(folder).find(({ file }) => file === postbackFile)?.sentence,
      failuresInARow: ({ workspace: folder, postbackFile }, most) =>
        outbox.failuresInARow(folder, postbackFile, most),
      switchOff: ({ workspace: folder, postbackFile }, at, sentence) =>
        outbox.switchOff({ workspace: folder, file: postbackFile, at, sentence }),
    });
  }

  /** A sender on a clock of its own; see `ended`. */
  on(clock: Clock, switches?: SenderOptions['switches']): Sender {
    const sender = new Sender({
      store: this.#options.store.outbox,
      clock,
      transport: this.#transport.send,
      rules: (postback, workspace) => this.#known(postback, workspace).rules,
      settings: (postback, workspace) => this.#known(postback, workspace).settings,
      currentPostback: (delivery) => this.#currentPostback(delivery),
      currentValues: (delivery) => this.#currentValues(delivery),
      secrets: this.#options.secrets,
      ceiling: this.#ceiling,
      ...(switches === undefined ? {} : { switches }),
      onPort: (port, attemptId) => {
        this.#options.captureMatching.onPort(port, attemptId);
      },
    });
    this.#senders.add(sender);
    return sender;
  }

  /** Forgets a sender that has nothing left to send. */
  ended(sender: Sender): void {
    this.#senders.delete(sender);
  }

  /** How events become deliveries now. */
  deliveryPlan(seed: number): DeliveryPlan {
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
    let retried = 0;
    store.transaction(() => {
      for (const id of ids) {
        const state = outbox.state(id);
        if (state === 'waiting' && [...this.#senders].some((sender) => sender.retryNow(id))) retried += 1;
        if (state !== 'given-up' && state !== 'cancelled') continue;
        outbox.revive(id, clock.now());
        // Who tries again by hand means it to be sent.
        const { workspace, postback } = outbox.postbackOf(id)!;
        this.#switchOn(workspace, postback);
        revived.push(id);
      }
    });
    this.manual.enqueue(outbox.open(revived));
    return retried + revived.length;
  }

  /** Tries all given-up deliveries again, of one run or of all; tells how many. */
  retryFailed(runId: number | null): number {
    return this.retry(this.#options.store.outbox.givenUp(runId));
  }

  /** Lets a postback of the open workspace fire again that its profile switched off; false when it was not off. */
  switchOn(postback: string): boolean {
    return this.#switchOn(this.#options.workspace().folder, postback);
  }

  #switchOn(workspace: string, postback: string): boolean {
    this.manual.switchOn({ workspace, postbackFile: postback });
    return this.#options.store.outbox.switchOn(workspace, postback);
  }

  /** Ends sending; what is open stays in the outbox. */
  async close(): Promise<void> {
    await Promise.all([...this.#senders].map((sender) => sender.close()));
    await this.#transport.close();
  }

  /** The postback of a delivery as its file is now, with what stands in for its URL. */
  #currentPostback({ postbackFile, to, workspace }: OpenDelivery): Postback | undefined {
    const view = this.#options.rulesOf(workspace);
    const postback =
      view.folder === workspace && view.postbacks.find(({ file }) => file === postbackFile)?.content;
    if (!postback) return undefined;
    return to === null ? postback : sentTo(postback, to);
  }

  /** The values as they are now of the action that a delivery is about, where its workspace reads the platform so. */
  #currentValues({ id, workspace }: OpenDelivery): Values | undefined {
    const { content, reversalValues } = this.#options.rulesOf(workspace).settings.sending;
    if (content === 'event') return undefined;
    const { outbox, actions } = this.#options.store;
    const key = outbox.actionOf(id);
    const view = key === undefined ? undefined : actions.get(key);
    return view && actionValues(view.action, view.ledger.at(-1)!, reversalValues);
  }

  /** What a postback is sent by in a workspace; found anew once that or the receiver's address is another. */
  #known(postback: Postback, workspace: string): Known {
    const view = this.#options.rulesOf(workspace);
    const address = this.#options.receiverAddress();
    let basis = this.#basis.get(workspace);
    if (basis === undefined || basis.view !== view || basis.address !== address) {
      basis = { view, address, known: new WeakMap() };
      this.#basis.set(workspace, basis);
    }
    let found = basis.known.get(postback);
    if (found === undefined) {
      found = knownOf(postback, view, address);
      basis.known.set(postback, found);
    }
    return found;
  }
}

function knownOf(postback: Postback, view: WorkspaceView, receiverBase: string): Known {
  const { sending, placeholders } = view.settings;
  const registry = placeholdersFor(postback.kind, placeholders);
  const rules = rulesFor(view, postback);
  const settings = {
    known: (name: string) => registry.has(name),
    unknown: sending.unknownPlaceholder,
    receiverBase,
    userAgent: rules.profile.userAgent,
  };
  return { rules, settings };
}

import type { TrustedCertificate } from '../../shared/delivery/certificate.ts';
import type { OpenDelivery } from '../../shared/delivery/open-delivery.ts';
import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { type PostbackSource, readSendTo, sentTo } from '../../shared/delivery/send-to.ts';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import { actionValues, type Values } from '../../shared/placeholders/placeholder-values.ts';
import type { LocalAddresses } from '../../shared/receiver/endpoints/local-url.ts';
import type { Postback, RenderSettings } from '../../shared/template/postback.ts';
import { rulesFor } from '../../shared/workspace/rules.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import type { CaptureMatching } from './capture-matching.ts';
import type { Clock } from './clock.ts';
import type { OwnEndpoints } from './receiver-host.ts';
import { Ceiling } from './sender/ceiling.ts';
import { HttpTransport } from './sender/http-transport.ts';
import type { SecretValues } from './sender/secret-values.ts';
import { Sender, type SenderOptions } from './sender/sender.ts';
import type { ActivityStore } from './store/activity.ts';
import type { DeliveryPlan } from './world/events.ts';

export interface SendingOptions extends OwnEndpoints {
  store: ActivityStore;
  /** The clock for manual work. */
  clock: Clock;
  /** The open workspace, read each time: events fire its postbacks. */
  workspace: () => WorkspaceView;
  /**
   * The workspace of a folder, read each time: a delivery is sent under the rules of its own workspace, whichever is
   * open. The folder is empty for deliveries of an old store that do not name theirs.
   */
  rulesOf: (folder: string) => WorkspaceView;
  /** Values of secrets, read at each attempt. */
  secrets: SecretValues;
  /** Learns which attempt leaves from which port. */
  captureMatching: CaptureMatching;
  /** Requests per real second to receivers other than ours; overrides the workspaces'. */
  ceiling: number | undefined;
}

/** How a postback is sent in a workspace. */
interface Known {
  rules: DeliveryRules;
  settings: RenderSettings;
}

/** How postbacks of a workspace are sent, while it and the receiver's addresses stay the same. */
interface Basis {
  view: WorkspaceView;
  local: LocalAddresses;
  known: WeakMap<Postback, Known>;
}

/**
 * All senders of an engine over its one outbox, each with its own clock. A delivery is sent under the rules that its
 * workspace has at each attempt. Manual changes to deliveries are passed to the sender that has them.
 */
export class Sending {
  /** The sender for manual work, and for everything that is left after a restart. */
  readonly manual: Sender;
  readonly #options: SendingOptions;
  readonly #senders = new Set<Sender>();
  readonly #transport: HttpTransport;
  readonly #ceiling: Ceiling;
  #trusted: Record<'trusted' | 'own' | 'all', readonly TrustedCertificate[]> | undefined;
  /** By the folder of the workspace. */
  readonly #basis = new Map<string, Basis>();

  constructor(options: SendingOptions) {
    this.#options = options;
    const { store, rulesOf, isOwn, ceiling } = options;
    this.#transport = new HttpTransport(
      (folder) => rulesOf(folder).settings.sending.allowedHosts,
      (folder) => this.#certificates(rulesOf(folder).settings.sending.certificates),
    );
    this.#ceiling = new Ceiling({
      perSecond: (folder) => ceiling ?? rulesOf(folder).settings.sending.ceiling,
      isOwn,
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

  /** The certificates that a workspace trusts, and our own; the same array until one of them changes. */
  #certificates(trusted: readonly TrustedCertificate[]): readonly TrustedCertificate[] {
    const own = this.#options.ownCertificates();
    if (own.length === 0) return trusted;
    const known = this.#trusted;
    if (known?.trusted === trusted && known.own === own) return known.all;
    // Ours first: for our own address nothing else counts.
    this.#trusted = { trusted, own, all: [...own, ...trusted] };
    return this.#trusted.all;
  }

  /** Creates a sender with its own clock; see `ended`. */
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

  /** The valid postbacks of the open workspace. */
  postbacks(): PostbackSource[] {
    return this.#options
      .workspace()
      .postbacks.flatMap(({ file, content }) => (content === null ? [] : [{ file, postback: content }]));
  }

  /** Cancels deliveries, whichever sender has them; returns how many. */
  cancel(ids: readonly number[]): number {
    return this.#options.store.transaction(
      () => ids.filter((id) => [...this.#senders].some((sender) => sender.cancel(id))).length,
    );
  }

  /** Retries deliveries at once: waiting ones in their sender, ended ones on the clock for manual work. Returns how many. */
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
        // A manual retry is meant to be sent.
        const { workspace, postback } = outbox.postbackOf(id)!;
        this.#switchOn(workspace, postback);
        revived.push(id);
      }
    });
    this.manual.enqueue(outbox.open(revived));
    return retried + revived.length;
  }

  /** Retries all given-up deliveries, of one run or of all; returns how many. */
  retryFailed(runId: number | null): number {
    return this.retry(this.#options.store.outbox.givenUp(runId));
  }

  /** Enables a postback of the open workspace that its profile switched off; returns false if it was not off. */
  switchOn(postback: string): boolean {
    return this.#switchOn(this.#options.workspace().folder, postback);
  }

  #switchOn(workspace: string, postback: string): boolean {
    this.manual.switchOn({ workspace, postbackFile: postback });
    return this.#options.store.outbox.switchOn(workspace, postback);
  }

  /** Stops sending. Open deliveries stay in the outbox. */
  async close(): Promise<void> {
    await Promise.all([...this.#senders].map((sender) => sender.close()));
    await this.#transport.close();
  }

  /** The current version of a delivery's postback, with the URL that replaces its own, if any. */
  #currentPostback({ postbackFile, to, workspace }: OpenDelivery): Postback | undefined {
    const view = this.#options.rulesOf(workspace);
    const postback =
      view.folder === workspace && view.postbacks.find(({ file }) => file === postbackFile)?.content;
    if (!postback) return undefined;
    return to === null ? postback : sentTo(postback, readSendTo(to));
  }

  /** The current values of a delivery's action, if its workspace says that the platform sends those. */
  #currentValues({ id, workspace }: OpenDelivery): Values | undefined {
    const { content, reversalValues, moneyDigits } = this.#options.rulesOf(workspace).settings.sending;
    if (content === 'event') return undefined;
    const { outbox, actions } = this.#options.store;
    const key = outbox.actionOf(id);
    const view = key === undefined ? undefined : actions.get(key);
    return view && actionValues(view.action, view.ledger.at(-1)!, { reversalValues, moneyDigits });
  }

  /** How a postback is sent in a workspace; computed again once the workspace or the receiver's addresses change. */
  #known(postback: Postback, workspace: string): Known {
    const view = this.#options.rulesOf(workspace);
    const local = this.#options.local();
    let basis = this.#basis.get(workspace);
    if (basis === undefined || basis.view !== view || basis.local !== local) {
      basis = { view, local, known: new WeakMap() };
      this.#basis.set(workspace, basis);
    }
    let found = basis.known.get(postback);
    if (found === undefined) {
      found = knownOf(postback, view, local);
      basis.known.set(postback, found);
    }
    return found;
  }
}

function knownOf(postback: Postback, view: WorkspaceView, local: LocalAddresses): Known {
  const { sending, placeholders } = view.settings;
  const registry = placeholdersFor(postback.kind, placeholders);
  const rules = rulesFor(view, postback);
  const settings = {
    known: (name: string) => registry.has(name),
    unknown: sending.unknownPlaceholder,
    ...local,
    userAgent: rules.profile.userAgent,
  };
  return { rules, settings };
}

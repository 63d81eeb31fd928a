import type { EndpointView, ReceiverView } from '../../shared/contract/engine.ts';
import { certificateHost, type TrustedCertificate } from '../../shared/delivery/certificate.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { isThisMachine } from '../../shared/http/this-machine.ts';
import { type Denial, deniedBy } from '../../shared/receiver/access/access.ts';
import { DEFAULT_ENDPOINT, LOOPBACK } from '../../shared/receiver/endpoints/endpoint-name.ts';
import { endpointOfTarget } from '../../shared/receiver/endpoints/endpoint-of-target.ts';
import { endpointRules } from '../../shared/receiver/endpoints/endpoint-rules.ts';
import type { Endpoint } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import { addressesOf, type LocalAddresses, ownOrigins } from '../../shared/receiver/endpoints/local-url.ts';
import type { RuleRequest } from '../../shared/receiver/rules/match.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import {
  type AddressQuestion,
  type AskToBind,
  ConfirmedAddresses,
  unconfirmedNote,
} from './confirmed-addresses.ts';
import { forwardRequest } from './forward-request.ts';
import { Listener, sentenceOf } from './listener.ts';
import type { Log } from './log.ts';
import type { ForwardRequest } from './receiver/forwarding.ts';
import type { ReceiverOptions } from './receiver/receiver.ts';
import { ResponseStack, type RuleClock } from './receiver/response-stack.ts';
import { UserRules } from './receiver/user-rules.ts';
import type { SecretValues } from './sender/secret-values.ts';
import { Signal } from './signal.ts';
import { OwnCertificate } from './tls/own-certificate.ts';
import { receiverTls } from './tls/receiver-tls.ts';

/** How a host of the engine lets endpoints listen. */
export interface EndpointOptions {
  /** Whether they take any free port while theirs is taken: for an engine that nobody else sends to. */
  orAnyPort?: boolean | undefined;
  /** Asks outside the page whether one may listen where others reach it; without it, only a terminal can confirm that. */
  askToBind?: AskToBind | undefined;
  /** Addresses that need no confirmation. */
  allowBind?: readonly string[] | undefined;
}

export interface ReceiverHostOptions extends EndpointOptions, Pick<ReceiverOptions, 'store' | 'attemptOf'> {
  /** The clock of the simulator. */
  clock: RuleClock;
  /** Port of the endpoint default. */
  port: number | 'default';
  log: Log;
  /** Values that `access` may ask for. */
  secrets: Pick<SecretValues, 'value'>;
  /** The open workspace, read each time: its endpoints, and the hosts and certificates that rules may forward to. */
  workspace: () => WorkspaceView;
  /** Where the certificate of HTTPS endpoints and confirmed addresses are kept. */
  dataFolder: string;
  /** Told once for each reason why requests cannot be stored; they get a 503. */
  onError: ((error: unknown) => void) | undefined;
}

/** What those who send need to know about our own endpoints. */
export interface OwnEndpoints {
  /** Where they are; the same object until that changes. */
  local: () => LocalAddresses;
  /** Whether an origin ("http://127.0.0.1:7300") is one of them. */
  isOwn: (origin: string) => boolean;
  /** The certificates of those with HTTPS; the same array until they change. */
  ownCertificates: () => readonly TrustedCertificate[];
}

export function ownEndpoints(host: () => ReceiverHost): OwnEndpoints {
  return {
    local: () => host().local,
    isOwn: (origin) => host().isOwn(origin),
    ownCertificates: () => host().certificates,
  };
}

/** How one port of the receiver listens. */
interface Wanted {
  name: string;
  port: number | 'default';
  bind: string;
  tls: boolean;
}

const NOWHERE: LocalAddresses = { receiverBase: '' };

/**
 * The engine's receiver: its own port, the ports of the workspace's endpoints, and how all of them respond. An endpoint
 * that cannot listen says why and what to do; the others go on.
 */
export class ReceiverHost {
  /** Its responses, by owner. */
  readonly responses: ResponseStack;
  /** The rules that the user sets for now. */
  readonly rules: UserRules;
  readonly #options: ReceiverHostOptions;
  readonly #changed = new Signal();
  #endpoints: readonly Endpoint[] = [];
  /** The listeners by endpoint, and how each was wanted, as JSON. */
  readonly #listeners = new Map<string, { listener: Listener; key: string }>();
  /** The rules of the endpoints as they were last set, as JSON. */
  #rules = '[]';
  /** Why the last request could not be stored; empty once one was. */
  #unstored = '';
  /** The certificate of our HTTPS endpoints. */
  readonly certificate: OwnCertificate;
  readonly #addresses: ConfirmedAddresses;
  readonly #forward: ForwardRequest;
  #local = NOWHERE;
  #certificates: readonly TrustedCertificate[] = [];
  #origins = new Set<string>();
  #started = false;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ReceiverHostOptions) {
    this.#options = options;
    this.responses = new ResponseStack(options.clock);
    this.rules = new UserRules(this.responses);
    this.#forward = forwardRequest({
      allowedHosts: () => options.workspace().settings.sending.allowedHosts,
      certificates: () => options.workspace().settings.sending.certificates,
      isOwn: (url) => this.#isOwnPort(url),
    });
    this.certificate = new OwnCertificate(options.dataFolder);
    this.#addresses = new ConfirmedAddresses(options.dataFolder, options.allowBind);
    options.store.onChange(({ type }) => {
      if (type !== 'added' || this.#unstored === '') return;
      this.#unstored = '';
      options.log.info('Requests are stored again.');
      this.#changed.tell();
    });
    this.responses.onChange(() => this.#changed.tell());
  }

  /** "http://127.0.0.1:7300" while it listens, otherwise ''. */
  get address(): string {
    return this.#listeners.get(DEFAULT_ENDPOINT)?.listener.address ?? '';
  }

  /** What URLs that begin with "/" or "endpoint:NAME/" mean; the same object until it changes. */
  get local(): LocalAddresses {
    return this.#local;
  }

  /** Our own certificate, for each of our HTTPS endpoints: the sender accepts it. The same array until it changes. */
  get certificates(): readonly TrustedCertificate[] {
    return this.#certificates;
  }

  /** Whether an origin ("http://127.0.0.1:7300") is one of ours. */
  isOwn(origin: string): boolean {
    return this.#origins.has(origin);
  }

  view(): ReceiverView {
    const listener = this.#listeners.get(DEFAULT_ENDPOINT)?.listener;
    const state = listener?.state ?? 'stopped';
    return {
      state: state === 'listening' && this.#unstored !== '' ? 'not-storing' : state,
      address: this.address,
      note: (state === 'failed' ? listener?.note : '') || this.#unstored || (listener?.note ?? ''),
      responses: [...this.responses.statuses],
      endpoints: this.#views(),
      canConfirm: this.#options.askToBind !== undefined,
    };
  }

  /**
   * Takes over the endpoints of the open workspace: their rules at once, then their listeners. Before `start` they are
   * only noted. Never rejects: what an endpoint cannot do is shown in `view`.
   */
  setEndpoints(endpoints: readonly Endpoint[]): Promise<void> {
    this.#endpoints = endpoints;
    const rules = endpointRules(endpoints);
    const text = JSON.stringify(rules);
    if (text !== this.#rules) this.responses.setRules('workspace', rules);
    this.#rules = text;
    this.#changed.tell();
    return this.#started ? this.#inTurn(() => this.#apply()) : Promise.resolve();
  }

  /**
   * Asks outside the page whether an endpoint may listen where others reach it, and then does. Throws PB_ARGUMENT_INVALID
   * where nobody can be asked; nothing happens for an endpoint that needs no confirmation.
   */
  async confirmBind(name: string): Promise<ReceiverView> {
    const { askToBind } = this.#options;
    const question = this.#question(name);
    if (this.#addresses.has(question)) return this.view();
    if (askToBind === undefined) {
      throw new PostbenchError('PB_ARGUMENT_INVALID', 'An address cannot be confirmed from this page.', {
        remedy: `Confirm it in the desktop app, or start postbench serve with --allow-bind ${question.address}.`,
      });
    }
    if (await askToBind(question)) await this.allowBind(question);
    return this.view();
  }

  /** Takes over that an address was confirmed. */
  async allowBind(question: AddressQuestion): Promise<void> {
    this.#addresses.add(question);
    await this.#inTurn(() => this.#apply());
  }

  /** The endpoints that wait for a confirmation of their address. */
  get unconfirmed(): AddressQuestion[] {
    const names = [DEFAULT_ENDPOINT, ...this.#endpoints.map(({ name }) => name)];
    const questions = [...new Set(names)].map((name) => this.#question(name));
    return questions.filter((question) => !this.#addresses.has(question));
  }

  #question(endpoint: string): AddressQuestion {
    const address = this.#endpoints.find(({ name }) => name === endpoint)?.bind ?? LOOPBACK;
    return { workspace: this.#options.workspace().folder, endpoint, address };
  }

  /** Where an endpoint may listen: at its address, or where nobody else reaches it. */
  #bindOf(name: string): string {
    const question = this.#question(name);
    return this.#addresses.has(question) ? question.address : LOOPBACK;
  }

  /** Starts listening. Throws PB_PORT_TAKEN or PB_PORT_REFUSED for the receiver's own port, which `view` shows as well. */
  async start(): Promise<void> {
    this.#started = true;
    await this.#inTurn(async () => {
      await this.#listen(this.#wanted()[0]!);
      await this.#apply();
    });
  }

  /** Restarts; a failure is shown in `view`, not thrown. */
  async restart(): Promise<ReceiverView> {
    await this.#inTurn(async () => {
      await this.#stopAll();
      await this.#apply();
    });
    return this.view();
  }

  async stop(): Promise<void> {
    this.#started = false;
    await this.#inTurn(() => this.#stopAll());
  }

  /** Calls back when anything in `view` may have changed. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /** One change of the listeners after the other. */
  #inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.#work.then(change).finally(() => this.#learnAddresses());
    this.#work = done.catch(() => {});
    return done;
  }

  /** How the ports are to listen now, the receiver's own first. */
  #wanted(): Wanted[] {
    const own = this.#endpoints.find(({ name }) => name === DEFAULT_ENDPOINT);
    const others = this.#endpoints.filter(({ port }) => port !== undefined);
    return [
      {
        name: DEFAULT_ENDPOINT,
        port: this.#options.port,
        tls: own?.tls ?? false,
        bind: this.#bindOf(DEFAULT_ENDPOINT),
      },
      ...others.map(({ name, port = 0, tls = false }): Wanted => {
        return { name, port, tls, bind: this.#bindOf(name) };
      }),
    ];
  }

  /** Stops what is no longer wanted like this, then starts what is not there. */
  async #apply(): Promise<void> {
    if (!this.#started) return;
    const wanted = this.#wanted();
    const keys = new Map(wanted.map((one) => [one.name, JSON.stringify(one)]));
    for (const [name, { listener, key }] of this.#listeners) {
      if (keys.get(name) === key) continue;
      await listener.stop();
      // The receiver's own port stays the same when only its certificate or address changes.
      if (!keys.has(name)) this.#listeners.delete(name);
    }
    for (const one of wanted) {
      const { listener, key } = this.#listeners.get(one.name) ?? {};
      if (key === keys.get(one.name) && listener?.state !== 'stopped') continue;
      await this.#listen(one).catch(() => {});
    }
  }

  async #stopAll(): Promise<void> {
    await Promise.all([...this.#listeners.values()].map(({ listener }) => listener.stop()));
  }

  async #listen(wanted: Wanted): Promise<void> {
    const { log } = this.#options;
    const { name } = wanted;
    const isOwnPort = name === DEFAULT_ENDPOINT;
    // A change of certificate or address leaves the port as it is.
    const former = this.#listeners.get(name)?.listener;
    const port = isOwnPort && former !== undefined && former.lastPort !== 0 ? former.lastPort : wanted.port;
    const listener = new Listener(
      () => this.#optionsOf({ ...wanted, port }),
      () => this.#changed.tell(),
    );
    this.#listeners.set(name, { listener, key: JSON.stringify(wanted) });
    try {
      await listener.start();
      const { address, note } = listener;
      if (isOwnPort) log.info('The receiver is listening.', { address, note });
      else log.info('An endpoint is listening.', { endpoint: name, address, note });
    } catch (error) {
      if (isOwnPort) log.error('The receiver could not start.', { error });
      else log.error('An endpoint could not start.', { endpoint: name, error });
      throw error;
    }
  }

  async #optionsOf({ name, port, bind, tls }: Wanted): Promise<ReceiverOptions> {
    const { store, clock, attemptOf, orAnyPort = false } = this.#options;
    const isOwnPort = name === DEFAULT_ENDPOINT;
    return {
      store,
      now: () => clock.now(),
      ...(attemptOf === undefined ? {} : { attemptOf }),
      port,
      ...(isOwnPort ? {} : { portOption: 'file' as const, orAnyPort }),
      host: bind,
      tls: tls ? await receiverTls(this.certificate, bind) : undefined,
      responses: this.responses,
      denied: (request) => this.#denied(request),
      forward: this.#forward,
      onError: (error) => this.#cannotStore(error),
      endpointOf: (target) => (isOwnPort ? endpointOfTarget(target, this.#endpoints) : name),
    };
  }

  #isOwnPort({ protocol, hostname, port }: URL): boolean {
    const wanted = Number(port || (protocol === 'https:' ? 443 : 80));
    const isOurs = [...this.#listeners.values()].some(({ listener }) => listener.lastPort === wanted);
    return isOurs && (isThisMachine(hostname) || this.isOwn(`${protocol}//${hostname}:${port}`));
  }

  /** Why an endpoint's `access` does not let a request in. */
  #denied(request: RuleRequest): Denial | undefined {
    const access = this.#endpoints.find(({ name }) => name === request.endpoint)?.access;
    return access && deniedBy(access, request, (name) => this.#options.secrets.value(name));
  }

  #cannotStore(error: unknown): void {
    const why = sentenceOf(error);
    // Once for each reason: hundreds of requests a second may fail for the same.
    if (this.#unstored === why) return;
    this.#unstored = why;
    this.#options.log.error('A request could not be stored.', { error });
    this.#options.onError?.(error);
    this.#changed.tell();
  }

  #learnAddresses(): void {
    this.#learnCertificates();
    const local = addressesOf({ address: this.address, endpoints: this.#views() });
    if (JSON.stringify(local) === JSON.stringify(this.#local)) return;
    this.#local = local;
    this.#origins = ownOrigins(local);
    this.#changed.tell();
  }

  #learnCertificates(): void {
    const sha256 = this.certificate.fingerprint;
    const hosts = this.#views().flatMap(({ address }) =>
      address.startsWith('https:') ? (certificateHost(address) ?? []) : [],
    );
    const secure = sha256 === undefined ? [] : [...new Set(hosts)].map((host) => ({ host, sha256 }));
    if (JSON.stringify(secure) !== JSON.stringify(this.#certificates)) this.#certificates = secure;
  }

  /** The endpoints, the default one first. */
  #views(): EndpointView[] {
    const own = this.#portView(DEFAULT_ENDPOINT);
    const others = this.#endpoints
      .filter(({ name }) => name !== DEFAULT_ENDPOINT)
      .map(({ name, path }) =>
        path === undefined ? this.#portView(name) : { ...own, name, path, note: '', unconfirmed: false },
      );
    return [own, ...others];
  }

  #portView(name: string): EndpointView {
    const known = this.#listeners.get(name);
    const { tls = false, bind = LOOPBACK } = this.#endpoints.find((one) => one.name === name) ?? {};
    const question = this.#question(name);
    const unconfirmed = !this.#addresses.has(question);
    const asked = { name, path: '', tls, bind, unconfirmed };
    if (known === undefined) return { ...asked, address: '', state: 'stopped', note: '' };
    const { address, state, note } = known.listener;
    return { ...asked, address, state, note: note || (unconfirmed ? unconfirmedNote(question) : '') };
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import type { Lag } from '../../../shared/checks/lag.ts';
import { readRecord, recordSince } from '../../../shared/checks/records/read-record.ts';
import { type BookRecord, NO_RECORD } from '../../../shared/checks/records/record.ts';
import type { ActionName, Send, Story, StoryExchange, StoryResponse } from '../../../shared/checks/story.ts';
import type { StoryWorld, WorldStep } from '../../../shared/checks/story-world.ts';
import { judgeResponse } from '../../../shared/delivery/judge.ts';
import { type AttemptOutcome, outcomeSentence } from '../../../shared/delivery/outcome.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import { kindOfEvent } from '../../../shared/domain/world-event.ts';
import type { PostbackKind } from '../../../shared/placeholders/placeholder-registry.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import {
  type CompiledPostback,
  type RenderedRequest,
  type RenderSettings,
  renderPostback,
} from '../../../shared/template/postback.ts';
import type { ReceiverBooks } from './receiver-books.ts';
import type { RequestSender } from './send-request.ts';

/** Tries of a refused request before the story goes on, and after its end: the platform makes 16. */
const TRIES = 4;
/** Most requests at the same moment. */
export const CONNECTIONS = 20;

export interface StoryPlayerOptions {
  world: StoryWorld;
  /** The postback under test, and those of other kinds that go to the same place. */
  postbacks: Readonly<Partial<Record<PostbackKind, CompiledPostback>>>;
  /** How the names of a kind of postback are read. */
  settings: (kind: PostbackKind) => RenderSettings;
  rules: DeliveryRules;
  sender: RequestSender;
  /** Undefined where records cannot be seen. */
  books: ReceiverBooks | undefined;
  lag: Lag;
  signal: AbortSignal;
  /** Makes an action known to the receiver before its first request (`--before`). Rejects where that fails. */
  before?: ((values: Values) => Promise<void>) | undefined;
  /** Told of each request as it ends. */
  onExchange?: ((exchange: StoryExchange) => void) | undefined;
  /** Told of a story at its start, at each of its requests and responses, and at its end. */
  onStory?: ((played: PlayedSends) => void) | undefined;
}

/** What a story is played for. */
export interface StoryPurpose {
  /** A check's id; '' for the first look. */
  check: string;
  title: string;
}

/** A story that has been played as far as its sends go; what the records say is not known yet. */
export interface PlayedSends {
  story: Story;
  purpose: StoryPurpose;
  /** Requests that wait for their response. */
  inFlight: Set<StoryExchange>;
  /** Nothing is being sent of it. */
  resting: boolean;
  steps: readonly WorldStep[];
  exchanges: StoryExchange[];
  /** Events that were sent and never accepted, as indexes. */
  undelivered: number[];
  /** Monotonic ms of the last response. */
  endedAt: number;
  /** Records from before it, of actions whose record is more than their own. */
  earlier: ReadonlyMap<ActionName, BookRecord>;
  /** Sends what is kept for the end of the run; undefined where nothing is. */
  rest: (() => Promise<void>) | undefined;
  /** The request of each event, by its index. */
  requests: readonly RenderedRequest[];
}

/** A story that has happened on the platform and of which nothing was sent yet. */
export interface PreparedStory {
  steps: readonly WorldStep[];
  /** The request of each event, by its index. */
  requests: readonly RenderedRequest[];
}

export interface PlayOptions {
  purpose: StoryPurpose;
  /** What `prepare` returned for the same story. */
  prepared?: PreparedStory;
  /** Looks at the record after every request, so that the story can be told step by step. */
  stepwise?: boolean;
  /** Called after each request, before the next one. */
  afterEach?: (exchange: StoryExchange, values: Values) => Promise<void>;
}

/** Plays stories against a receiver: renders, sends, and retries as the platform does. */
export class StoryPlayer {
  readonly #options: StoryPlayerOptions;

  constructor(options: StoryPlayerOptions) {
    this.#options = options;
  }

  /** Lets a story happen on the platform, for callers who must know its values before anything is sent. */
  prepare(story: Story): PreparedStory {
    const { world, postbacks, settings } = this.#options;
    const steps = world.play(story);
    const requests = steps.map(({ what, values, action }) => {
      const postback = postbacks[kindOfEvent(what)];
      if (postback === undefined) throw new Error(`no postback reports ${what}`);
      const rendered = renderPostback(postback, values, settings(kindOfEvent(what)));
      return story.changes?.[action]?.change(rendered) ?? rendered;
    });
    return { steps, requests };
  }

  /** Plays one story from its first send to its last. Rejects only when `before` fails, or when it is cancelled. */
  async play(story: Story, options: PlayOptions): Promise<PlayedSends> {
    const { books, signal, onStory } = this.#options;
    const { steps, requests } = options.prepared ?? this.prepare(story);
    const played: PlayedSends = {
      story,
      purpose: options.purpose,
      inFlight: new Set(),
      resting: false,
      steps,
      exchanges: [],
      undelivered: [],
      endedAt: performance.now(),
      earlier: await this.#earlier(steps),
      rest: undefined,
      requests,
    };
    await this.#register(steps);
    const stepwise = options.stepwise === true && books !== undefined;
    const performing = new StoryPerformance(played, this.#options, stepwise, options.afterEach);
    const atEnd = story.sends.findIndex((send) => send.atEnd === true);
    const now = atEnd === -1 ? story.sends.length : atEnd;
    const sendAll = async (from: number, to: number) => {
      played.resting = false;
      for (let index = from; index < to; index += 1) {
        signal.throwIfAborted();
        await performing.send(index, story.sends[index]!);
      }
      await performing.finish();
      played.resting = true;
      onStory?.(played);
    };
    await sendAll(0, now);
    if (atEnd !== -1) played.rest = () => sendAll(now, story.sends.length);
    return played;
  }

  /** Where the record is a click's or a user's, its state before the story. */
  async #earlier(steps: readonly WorldStep[]): Promise<Map<ActionName, BookRecord>> {
    const { books, signal } = this.#options;
    const earlier = new Map<ActionName, BookRecord>();
    if (books === undefined || !books.mapping.shared) return earlier;
    for (const { action, values } of steps) {
      if (earlier.has(action)) continue;
      const look = await books.look(values, signal);
      earlier.set(
        action,
        look.type === 'rows' ? readRecord(look, books.mapping, values['ActionId'] ?? '') : NO_RECORD,
      );
    }
    return earlier;
  }

  async #register(steps: readonly WorldStep[]): Promise<void> {
    const { before } = this.#options;
    if (before === undefined) return;
    const known = new Set<ActionName>();
    for (const { action, values } of steps) {
      if (known.has(action)) continue;
      known.add(action);
      await before(values);
    }
  }
}

/** One story on its way. */
class StoryPerformance {
  readonly #played: PlayedSends;
  readonly #options: StoryPlayerOptions;
  readonly #stepwise: boolean;
  readonly #afterEach: PlayOptions['afterEach'];
  /** Events that left at least once. */
  readonly #sent = new Set<number>();
  readonly #delivered = new Set<number>();
  /** Events that were refused and are still to be retried, with their sends and how often they were tried. */
  readonly #refused = new Map<number, { send: number; tries: number; lost: boolean }>();
  readonly #records = new Map<ActionName, BookRecord>();

  constructor(
    played: PlayedSends,
    options: StoryPlayerOptions,
    stepwise: boolean,
    afterEach: PlayOptions['afterEach'],
  ) {
    this.#afterEach = afterEach;
    this.#played = played;
    this.#options = options;
    this.#stepwise = stepwise;
  }

  async send(index: number, send: Send): Promise<void> {
    const { event, together = 1, early = false, lost = false, after = 0 } = send;
    const { signal } = this.#options;
    if (after > 0) await wait(after, undefined, { signal });
    const times = Math.min(together, CONNECTIONS);
    const sent = await Promise.all(Array.from({ length: times }, () => this.#exchange(index, send, false)));
    const accepted = !lost && sent.some((one) => one.accepted);
    if (accepted) this.#delivered.add(event);
    else if (!lost && !this.#delivered.has(event)) this.#refused.set(event, { send: index, tries: 1, lost });
    if (!accepted && !lost && !early) await this.#insist(event);
    if (times > 1) {
      // What was refused among them is retried, as the platform would.
      const refused = sent.filter((one) => !one.accepted && one.response.status !== null);
      if (accepted) await Promise.all(refused.map((one) => this.#retry(one)));
    }
    if (!early) await this.#retryRefused(event);
  }

  /** Retries what is still refused. */
  async finish(): Promise<void> {
    for (let round = 1; round < TRIES && this.#refused.size > 0; round += 1)
      await this.#retryRefused(undefined);
    this.#played.undelivered = [...this.#refused.keys()];
  }

  /** Tries a refused request again before the story goes on, since its next event comes hours later. */
  async #insist(event: number): Promise<void> {
    for (let tries = 1; tries < TRIES && this.#refused.has(event); tries += 1) await this.#tryAgain(event);
  }

  /** Retries what came too early and was refused, now that something else was delivered. */
  async #retryRefused(after: number | undefined): Promise<void> {
    const { action } = this.#played.steps[after ?? 0] ?? {};
    for (const event of [...this.#refused.keys()].toSorted((a, b) => a - b)) {
      const mine = this.#played.steps[event]!.action;
      if (event === after || (after !== undefined && mine !== action)) continue;
      if (this.#refused.get(event)!.tries < TRIES * 2) await this.#tryAgain(event);
    }
  }

  async #tryAgain(event: number): Promise<void> {
    const waiting = this.#refused.get(event)!;
    const { lag, signal } = this.#options;
    await wait(lag.beforeRetry, undefined, { signal });
    waiting.tries += 1;
    const { accepted } = await this.#exchange(waiting.send, { event }, true);
    if (!accepted) return;
    this.#refused.delete(event);
    this.#delivered.add(event);
  }

  async #retry({ send, event }: StoryExchange): Promise<void> {
    const { lag, signal } = this.#options;
    for (let tries = 1; tries < TRIES; tries += 1) {
      await wait(lag.beforeRetry, undefined, { signal });
      if ((await this.#exchange(send, { event }, true)).accepted) return;
    }
  }

  async #exchange(
    send: number,
    { event, lost = false, early = false }: Send,
    retry: boolean,
  ): Promise<StoryExchange> {
    const { sender, rules, onExchange, onStory } = this.#options;
    const { steps, exchanges, inFlight } = this.#played;
    const step = steps[event]!;
    const again = this.#sent.has(event);
    this.#sent.add(event);
    const request = this.#played.requests[event]!;
    const before = this.#records.get(step.action);
    const leaving: StoryExchange = {
      send,
      event,
      what: step.what,
      action: step.action,
      again,
      retry,
      lost,
      early,
      request,
      sentAt: Date.now(),
      response: NO_RESPONSE_YET,
      accepted: false,
      sentence: '',
      books: this.#books(event, false),
    };
    inFlight.add(leaving);
    onStory?.(this.#played);
    const response = await sender.send(request);
    inFlight.delete(leaving);
    const { accepted, sentence } = verdictOf(response.outcome, response.status, response.body, rules);
    this.#played.endedAt = performance.now();
    const exchange: StoryExchange = {
      ...leaving,
      response,
      accepted: accepted && !lost,
      sentence: lost ? 'The response was lost on purpose, so the platform sends it again.' : sentence,
      books: this.#books(event, accepted && !lost),
    };
    exchanges.push(exchange);
    if (this.#stepwise) await this.#look(exchange, before);
    await this.#afterEach?.(exchange, step.values);
    onExchange?.(exchange);
    onStory?.(this.#played);
    return exchange;
  }

  /** What the platform's books say once the events that were delivered count, and this one. */
  #books(event: number, accepted: boolean) {
    const { steps } = this.#played;
    const { action } = steps[event]!;
    const known = [...this.#delivered, ...(accepted ? [event] : [])].filter(
      (one) => steps[one]!.action === action,
    );
    return steps[Math.max(event, ...known)]!.books;
  }

  async #look(exchange: StoryExchange, before: BookRecord | undefined): Promise<void> {
    const { books, lag, signal } = this.#options;
    if (books === undefined) return;
    const { values, action } = this.#played.steps[exchange.event]!;
    await wait(Math.min(Math.max(3 * lag.largest, 20), 2_000), undefined, { signal });
    const look = await books.look(values, signal);
    if (look.type === 'failed') return;
    const record = this.#since(action, readRecord(look, books.mapping, values['ActionId'] ?? ''));
    exchange.before = before ?? this.#played.earlier.get(action) ?? NO_RECORD;
    exchange.after = record;
    this.#records.set(action, record);
  }

  #since(action: ActionName, record: BookRecord): BookRecord {
    const earlier = this.#played.earlier.get(action);
    return earlier === undefined ? record : recordSince(record, earlier);
  }
}

const NO_RESPONSE_YET: StoryResponse = { outcome: 'waiting', status: null, headers: [], body: '', ms: 0 };

/** Whether the platform takes a response for success, and the rule that decides. */
function verdictOf(
  outcome: string,
  status: number | null,
  body: string,
  rules: DeliveryRules,
): { accepted: boolean; sentence: string } {
  if (outcome !== 'answered' || status === null)
    return { accepted: false, sentence: outcomeSentence(outcome as AttemptOutcome, status) };
  return judgeResponse({ status, body }, rules);
}

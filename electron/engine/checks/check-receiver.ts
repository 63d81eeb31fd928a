import type { CheckContext } from '../../../shared/checks/check.ts';
import { DEFAULT_SETTLE, Lag } from '../../../shared/checks/lag.ts';
import { CHECKS } from '../../../shared/checks/list/all.ts';
import type { CheckReport, CheckResult, FirstLook } from '../../../shared/checks/report.ts';
import type { StoryExchange } from '../../../shared/checks/story.ts';
import { StoryWorld } from '../../../shared/checks/story-world.ts';
import { summaryOf, withSharedDiagnoses } from '../../../shared/checks/summary.ts';
import { drawFrom } from '../../../shared/domain/random.ts';
import { type ErrorCode, messageOf, PostbenchError } from '../../../shared/errors.ts';
import { POSTBACK_KINDS } from '../../../shared/placeholders/placeholder-registry.ts';
import { maskTexts } from '../../../shared/secrets/mask-texts.ts';
import { placeholderNames } from '../../../shared/template/parse.ts';
import { compilePostback } from '../../../shared/template/postback.ts';
import type { CheckReceiverOptions } from './check-options.ts';
import { explore } from './explore.ts';
import { type LookedFirst, lookFirst } from './first-look.ts';
import { StoryPlayer } from './play-story.ts';
import type { ReceiverBooks } from './receiver-books.ts';
import { playChecks, resultOf } from './run-checks.ts';
import { RequestSender } from './send-request.ts';
import { NOTHING_SEEN, unplayed, whyUnreachable } from './unreachable.ts';

/** Timeouts in a row after which nothing more is sent. */
const MOST_TIMEOUTS = 3;
/** The check that fails where nothing responds. */
const RESPONDS_IN_TIME = 'responds-in-time';
/** Actions happen this long before the run begins: nothing that is sent lies in the future. */
const PAST_MS = 3_600_000;

const asItIs = (text: string) => text;

/** One run of checks against a receiver. Never rejects: a run that breaks off keeps what it found. */
export async function checkReceiver(options: CheckReceiverOptions): Promise<CheckReport> {
  try {
    return await new CheckRun(options).run();
  } finally {
    await options.close?.();
  }
}

class CheckRun {
  readonly #options: CheckReceiverOptions;
  readonly #lag: Lag;
  readonly #world: StoryWorld;
  readonly #exchanges: StoryExchange[] = [];
  readonly #results = new Map<string, CheckResult>();
  readonly #abort = new AbortController();
  readonly #started = Date.now();
  readonly #playing = new Set<string>();
  /** Ids of actions of which anything was sent. */
  readonly #sent = new Set<string>();
  #timeouts = 0;
  #lives = 0;
  #waited = 0;
  #waitingSince: number | undefined;
  #first: LookedFirst | undefined;
  #state: CheckReport['state'] = 'running';
  #problem = '';
  #problemCode: ErrorCode | null = null;

  constructor(options: CheckReceiverOptions) {
    this.#options = options;
    const { settle = DEFAULT_SETTLE, world, seed, runId, reversal, set, postback, resume } = options;
    for (const result of resume?.checks ?? []) if (!result.unplayed) this.#results.set(result.id, result);
    this.#lag = new Lag({ settle });
    this.#world = new StoryWorld({
      world,
      program: postback.program,
      eventType: postback.eventType,
      seed,
      runId,
      made: resume?.made ?? 0,
      // UpdateDate has whole seconds.
      start: Math.floor((this.#started - PAST_MS) / 1000) * 1000,
      reversal,
      fixed: set,
    });
    const { signal } = options;
    if (signal.aborted) this.#abort.abort(signal.reason);
    else signal.addEventListener('abort', () => this.#abort.abort(signal.reason), { once: true });
  }

  async run(): Promise<CheckReport> {
    const { confirm, onStart } = this.#options;
    onStart?.(this.#report());
    try {
      const player = this.#player(undefined);
      this.#first = await this.#lookFirst(player);
      this.#tell();
      const unreachable = whyUnreachable(this.#first.view);
      if (unreachable !== undefined) return this.#end('failed', unreachable.problem, unreachable.code);
      if (confirm !== undefined && !(await confirm(this.#first.view))) return this.#end('cancelled', '');
      await this.#play();
      return this.#end('done', '');
    } catch (error) {
      if (this.#timeouts >= MOST_TIMEOUTS) {
        this.#judgeTimeouts();
        return this.#end('done', '');
      }
      if (this.#abort.signal.aborted) return this.#end('cancelled', '');
      const known = error instanceof PostbenchError ? error : undefined;
      const problem = [messageOf(error), known?.remedy ?? ''].join(' ').trim();
      return this.#end('failed', problem, known?.code ?? 'PB_INTERNAL');
    }
  }

  async #lookFirst(player: StoryPlayer): Promise<LookedFirst> {
    const { probe, inResponse, given, confirmsMapping: confirmed = true } = this.#options;
    const signal = this.#abort.signal;
    return lookFirst({ player, probe, inResponse, given, confirmed, lag: this.#lag, signal });
  }

  async #play(): Promise<void> {
    const { checks, mask, explore: lives, seed } = this.#options;
    const first = this.#first!;
    const books = this.#books(first);
    const context = this.#context(first);
    const player = this.#player(books);
    const signal = this.#abort.signal;
    const onWaiting = (waiting: number) => this.#tellPlaying(waiting);
    const exploreLives = async () => {
      if (
        this.#results.has('random-lives') ||
        lives === 0 ||
        books === undefined ||
        books.inResponse !== undefined ||
        !context.books
      )
        return;
      const onLives = (done: number) => {
        this.#lives = done;
        this.#tellPlaying(0);
      };
      const found = await explore({
        lives,
        seed,
        context,
        player,
        books,
        lag: this.#lag,
        mask,
        signal,
        onLives,
        onWaiting,
      });
      for (const result of found) this.#results.set(result.id, result);
      this.#tell();
    };
    await playChecks({
      checks: checks.filter(({ id }) => !this.#results.has(id)),
      context,
      player,
      books,
      lag: this.#lag,
      exchanges: this.#exchanges,
      plain: first.played.flatMap(({ exchanges }) => exchanges),
      mask,
      signal,
      beforeEnd: exploreLives,
      onStart: ({ id }) => {
        this.#playing.add(id);
        this.#tellPlaying(0);
      },
      onResult: (result) => {
        this.#playing.delete(result.id);
        this.#results.set(result.id, result);
        this.#tell();
      },
      onWaiting,
    });
  }

  #books({ mapping }: LookedFirst): ReceiverBooks | undefined {
    const { probe, inResponse } = this.#options;
    if (mapping === undefined) return undefined;
    if (inResponse !== undefined) {
      const none = { type: 'none', text: '', ms: 0 } as const;
      return { mapping, look: () => Promise.resolve(none), inResponse };
    }
    return (
      probe && {
        mapping,
        look: (values, signal) => probe.look(values, signal),
        asks: (values) => probe.asks(values),
        isOfRun: (actionId) => this.#world.isCreated(actionId),
      }
    );
  }

  #player(books: ReceiverBooks | undefined): StoryPlayer {
    const { postback, others, settings, rules, transport, secrets, workspace, before } = this.#options;
    const { timeout, ceiling, localCeiling } = this.#options;
    const signal = this.#abort.signal;
    const all = { ...others, [postback.kind]: postback };
    const postbacks = Object.fromEntries(
      POSTBACK_KINDS.flatMap((kind) => {
        const one = all[kind];
        return one === undefined ? [] : [[kind, compilePostback(one)]];
      }),
    );
    return new StoryPlayer({
      world: this.#world,
      postbacks,
      settings,
      rules,
      sender: new RequestSender({
        transport,
        secrets,
        workspace,
        connectTimeout: rules.profile.connectTimeout,
        responseTimeout: timeout ?? rules.profile.responseTimeout,
        ceiling,
        localCeiling,
        signal,
      }),
      books,
      lag: this.#lag,
      signal,
      before: before && ((values) => before(values, signal)),
      onExchange: (exchange) => this.#took(exchange),
      onStory: this.#options.onStory,
    });
  }

  #took(exchange: StoryExchange): void {
    this.#exchanges.push(exchange);
    this.#sent.add(exchange.books.values['ActionId'] ?? '');
    const isTimeout =
      exchange.response.outcome === 'timeout' || exchange.response.outcome === 'connect-timeout';
    this.#timeouts = isTimeout ? this.#timeouts + 1 : 0;
    if (this.#timeouts >= MOST_TIMEOUTS) this.#abort.abort(new Error('three timeouts in a row'));
  }

  #context({ mapping, view }: LookedFirst): CheckContext {
    const { postback, others, world, set, secret, probe, inResponse, rules, timeout, seed } = this.#options;
    const { lateDuplicate, before } = this.#options;
    const texts = [postback.url, ...Object.values(postback.headers), postback.body?.template ?? ''];
    const program = world.programs.find(({ id }) => id === postback.program) ?? world.programs[0]!;
    return {
      postback,
      program,
      placeholders: new Set(texts.flatMap(placeholderNames)),
      fixed: new Set(Object.keys(set)),
      secret,
      secretValues: this.#options.secretValues,
      prepared: before !== undefined || Object.keys(set).length > 0,
      probe: inResponse !== undefined ? 'response' : probe === undefined ? 'none' : 'look',
      mapping,
      otherKinds: new Set(
        POSTBACK_KINDS.filter((kind) => kind !== postback.kind && others[kind] !== undefined),
      ),
      timeout: timeout ?? rules.profile.responseTimeout,
      lateDuplicate,
      draw: (purpose) => drawFrom(seed, 'checks', purpose),
      books: view.booked,
      first: { accepted: view.accepted, unseen: view.unseen, body: view.response.body },
    };
  }

  /** What judges all requests is judged by those that were sent, although nothing else could be played. */
  #judgeTimeouts(): void {
    const { checks, mask } = this.#options;
    const context = this.#context(this.#first ?? NOTHING_SEEN);
    const seen = { plain: [], all: this.#exchanges, lagMs: null };
    for (const check of checks.filter(({ id }) => id === RESPONDS_IN_TIME))
      this.#results.set(check.id, resultOf(check, check.judge([], context, seen), [], { mask, ms: 0 }));
  }

  #tellPlaying(waiting: number): void {
    const now = performance.now();
    if (waiting > 0) this.#waitingSince ??= now;
    else if (this.#waitingSince !== undefined) {
      this.#waited += now - this.#waitingSince;
      this.#waitingSince = undefined;
    }
    this.#options.onPlaying?.({ checks: [...this.#playing], waiting, lives: this.#lives });
  }

  #tell(): void {
    this.#options.onReport?.(this.#report());
  }

  #end(state: CheckReport['state'], problem: string, code: ErrorCode | null = null): CheckReport {
    this.#state = state;
    this.#problem = this.#options.mask(problem);
    this.#problemCode = code;
    this.#playing.clear();
    const report = this.#report();
    this.#options.onReport?.(report);
    return report;
  }

  #report(): CheckReport {
    const { checks, runId, seed, postback, probe, inResponse, mask, world, resume } = this.#options;
    const { words = asItIs } = this.#options;
    const isOver = this.#state !== 'running';
    const found = checks.flatMap((check) => {
      const result = this.#results.get(check.id);
      return result === undefined ? (isOver ? [unplayed(check, this.#whyUnplayed())] : []) : [result];
    });
    const explored = [...this.#results.values()].filter(({ category }) => category === 'exploration');
    const results = withSharedDiagnoses([...found, ...explored]).map((one) => ({
      ...one,
      sentence: words(one.sentence),
    }));
    const program = world.programs.find(({ id }) => id === postback.program) ?? world.programs[0]!;
    return {
      version: 1,
      runId,
      seed,
      startedAt: resume?.startedAt ?? this.#started,
      tookMs: (resume?.tookMs ?? 0) + Date.now() - this.#started,
      waitedMs: (resume?.waitedMs ?? 0) + Math.round(this.#waited),
      state: this.#state,
      problem: words(this.#problem),
      problemCode: this.#problemCode,
      target: { method: postback.method, url: mask(postback.url) },
      probe: inResponse !== undefined ? 'the response to the postback' : (probe?.words ?? ''),
      mapping: this.#first?.mapping ?? null,
      firstLook: this.#shownFirst(),
      lagMs: this.#lag.largest,
      requests: (resume?.requests ?? 0) + this.#exchanges.length,
      summary: summaryOf(results, {
        state: this.#state,
        currency: program.currency,
        whole: checks.length === CHECKS.length,
      }),
      checks: results,
      made: this.#world.made,
      created: [
        ...(resume?.created ?? []),
        ...this.#world.created.filter(({ actionId }) => this.#sent.has(actionId)),
      ],
    };
  }

  /** The first look for reports, with secrets masked. */
  #shownFirst(): FirstLook | null {
    if (this.#first === undefined) return null;
    const { outcome, status, body, ms } = this.#first.view.response;
    const { mask, words = asItIs } = this.#options;
    const { view } = this.#first;
    const said = {
      problem: words(view.problem),
      unseen: words(view.unseen),
      unsure: view.unsure.map(words),
      response: { outcome, status, body, ms },
    };
    return maskTexts({ ...view, ...said }, mask);
  }

  #whyUnplayed(): string {
    if (this.#timeouts >= MOST_TIMEOUTS)
      return 'Not played: three requests in a row had no response in time.';
    return this.#state === 'failed' ? `Not played: ${this.#problem}` : 'Not played: the run was cancelled.';
  }
}

import { checkResponses, DEFAULT_STATUS } from '../../../shared/receiver/response-list.ts';
import type { LiveRule } from '../../../shared/receiver/rules/live-rule.ts';
import type { RuleRequest } from '../../../shared/receiver/rules/match.ts';
import { planResponse, type ResponsePlan } from '../../../shared/receiver/rules/plan-response.ts';
import { isTlsFault } from '../../../shared/receiver/rules/reaction-schema.ts';
import { type Chosen, type ListedRule, RuleBook } from '../../../shared/receiver/rules/rule-book.ts';
import { type ResponseRule, responseRuleSchema } from '../../../shared/receiver/rules/rule-schema.ts';
import { deviates, nextChangeOf } from '../../../shared/receiver/rules/rule-standing.ts';
import { ruleTitle } from '../../../shared/receiver/rules/sentence.ts';
import type { ResponseOwner } from '../../../shared/timeline/receiver-history.ts';
import type { Clock } from '../clock.ts';
import { Signal } from '../signal.ts';
import { type Deviation, Layer } from './response-layer.ts';
import type { ChosenFault } from './tls-door.ts';

/** The response to one request, and whose it is. */
export interface ChosenResponse {
  plan: ResponsePlan;
  /** Null if no rule matched: then it is 200. */
  owner: ResponseOwner | null;
  /** The rule by its name or in words; '' where none matched, or a plain list of statuses gives the default. */
  rule: string;
}

/** Decides the response to a request. `now` is real ms since the epoch. */
export interface ResponseSource {
  choose(request: RuleRequest, now: number): ChosenResponse;
  /** What goes wrong with the TLS handshake of a new connection; undefined for nothing. `virtualAt`: ms on the clock of the simulator. */
  chooseHandshake(endpoint: string, virtualAt: number): ChosenFault | undefined;
}

/** One owner's responses. */
export interface ResponseLayer {
  readonly owner: ResponseOwner;
  readonly rules: readonly LiveRule[];
  /** Whether a rule is a plain list of statuses. */
  isPlain(id: number): boolean;
  /** A rule in a few words: its name, "500 x3". */
  titleOf(live: LiveRule): string;
}

/** What got a plain 200, since no rule matched. */
export interface Otherwise {
  hits: number;
  /** Real ms since the epoch; null for none so far. */
  lastAt: number | null;
}

/** The clock of the simulator: rules may be in force for a while only. */
export type RuleClock = Pick<Clock, 'now'> & Partial<Pick<Clock, 'at'>>;

const DEFAULT_PLAN: ResponsePlan = {
  status: DEFAULT_STATUS,
  headers: [],
  body: null,
  delay: 0,
  forward: null,
  fault: null,
};
const DEFAULT: ChosenResponse = { plan: DEFAULT_PLAN, owner: null, rule: '' };

/**
 * A stack of responses by owner: the workspace's own at the bottom, above it the owner who set theirs last, and an owner
 * who leaves removes only their own. So a run that ends uncovers what the user, or another run, has set since. The first
 * rule that matches decides, from the top down; without any it is 200.
 */
export class ResponseStack implements ResponseSource {
  readonly #clock: RuleClock;
  readonly #changed = new Signal();
  readonly #given = new Signal();
  #layers: readonly Layer[] = [];
  #lastId = 0;
  /** The layer whose last rule was removed: it may come back, with what it has counted. */
  #emptied: Layer | undefined;
  #otherwise: Otherwise = { hits: 0, lastAt: null };
  #stopTimer: (() => void) | undefined;

  constructor(clock: RuleClock = { now: Date.now }) {
    this.#clock = clock;
  }

  /** The current statuses where they are a plain list, sent in turn, the last one repeated. */
  get statuses(): readonly number[] {
    return this.#layers.at(-1)?.statuses ?? [DEFAULT_STATUS];
  }

  /** Whose responses are on top; null if nobody has set any. */
  get owner(): ResponseOwner | null {
    return this.#layers.at(-1)?.owner ?? null;
  }

  /** Each owner's responses, the topmost first. */
  get layers(): readonly ResponseLayer[] {
    return this.#layers.toReversed();
  }

  get otherwise(): Readonly<Otherwise> {
    return this.#otherwise;
  }

  /** The topmost responses in force as long as one other than the default is to come; the same object while they last. */
  get deviation(): Deviation | null {
    const now = this.#clock.now();
    for (const layer of this.#layers.toReversed()) {
      const deviation = layer.deviation(now);
      if (deviation !== null) return deviation;
    }
    return null;
  }

  /** Puts an owner's plain list of statuses on top, from its first one on. Throws PB_ARGUMENT_INVALID. */
  set(owner: ResponseOwner, statuses: readonly number[]): void {
    checkResponses(statuses);
    const rule = responseRuleSchema.parse({ respond: {} });
    const plain = { ...rule, respond: { ...rule.respond!, status: [...statuses] } };
    const before = this.#layerOf(owner);
    // The user's rules stay below it, where one sees them.
    const others = owner === 'user' ? (before?.rules.filter(({ id }) => !before.isPlain(id)) ?? []) : [];
    const layer = before ?? this.#newLayer(owner, []);
    layer.book.replace([{ rule: plain }, ...others], this.#clock.now());
    layer.plain = layer.rules[0]!.id;
    this.#put(layer);
  }

  /** Puts an owner's rules on top, the workspace's at the bottom, with nothing counted yet. None removes them. */
  setRules(owner: ResponseOwner, rules: readonly ResponseRule[]): void {
    if (rules.length === 0) {
      this.remove(owner);
      return;
    }
    const before = this.#layerOf(owner);
    const layer = this.#newLayer(owner, rules);
    if (before !== undefined) layer.book.keepOff(before.book);
    this.#put(layer);
  }

  /**
   * Changes an owner's rules, of which those with an id keep their counts unless they say something else now; `raise`
   * puts them on top. Returns the rules with their ids.
   */
  edit(owner: ResponseOwner, rules: readonly ListedRule[], { raise = false } = {}): readonly LiveRule[] {
    const known = this.#layerOf(owner);
    const emptied = this.#emptied?.owner === owner ? this.#emptied : undefined;
    const layer = known ?? emptied ?? this.#newLayer(owner, []);
    layer.book.replace(rules, this.#clock.now());
    this.#emptied = rules.length === 0 ? layer : undefined;
    if (rules.length === 0) this.remove(owner);
    else if (raise || known === undefined) this.#put(layer);
    else this.#hasChanged();
    return layer.rules;
  }

  /** Turns a rule on, with nothing counted yet, or off for now. False if there is none with this id. */
  turn(id: number, on: boolean): boolean {
    const layer = this.#layers.find(({ rules }) => rules.some((live) => live.id === id));
    if (layer === undefined) return false;
    layer.book.turn(id, on, this.#clock.now());
    if (on) this.#put(layer);
    else this.#hasChanged();
    return true;
  }

  /** Turns off every rule that deviates from the default, whoever set it. Returns their ids. */
  heal(): number[] {
    const now = this.#clock.now();
    const ids = this.#layers.flatMap(({ rules, book }) => {
      const off = rules.filter((live) => deviates(live, now)).map(({ id }) => id);
      for (const id of off) book.turn(id, false, now);
      return off;
    });
    if (ids.length > 0) this.#hasChanged();
    return ids;
  }

  /** Takes back that rules were turned off: they go on as if they had never been. */
  resume(ids: readonly number[]): void {
    for (const { book } of this.#layers) book.resume(ids);
    this.#hasChanged();
  }

  /** Removes an owner's responses; those of others stay as they are. */
  remove(owner: ResponseOwner): void {
    const left = this.#without(owner);
    if (left.length === this.#layers.length) return;
    this.#layers = left;
    this.#hasChanged();
  }

  chooseHandshake(endpoint: string, virtualAt: number): ChosenFault | undefined {
    const found = this.#choose(virtualAt, ({ book }) =>
      book.chooseHandshake({ endpoint, virtualAt }, Date.now()),
    );
    const fault = found?.chosen.rule.fault;
    if (found === undefined || !isTlsFault(fault)) return undefined;
    return { fault, rule: { name: ruleTitle(found.chosen.rule), owner: found.layer.owner } };
  }

  choose(request: RuleRequest, now: number): ChosenResponse {
    const found = this.#choose(request.virtualAt, ({ book }) => book.choose(request, now));
    if (found !== undefined) return this.#response(found.layer, found.chosen, request, now);
    this.#otherwise = { hits: this.#otherwise.hits + 1, lastAt: now };
    this.#given.tell();
    return DEFAULT;
  }

  /** The clock was set back: what is in force for a while is not so for longer. */
  clockWasSetBack(): void {
    for (const { book } of this.#layers) book.clockWasSetBack(this.#clock.now());
    this.#hasChanged();
  }

  /** The first rule that matches, from the topmost layer down. */
  #choose(
    virtualAt: number,
    choose: (layer: Layer) => Chosen | undefined,
  ): { layer: Layer; chosen: Chosen } | undefined {
    for (let index = this.#layers.length - 1; index >= 0; index -= 1) {
      const layer = this.#layers[index]!;
      const before = layer.deviation(virtualAt);
      const chosen = choose(layer);
      if (chosen !== undefined && layer.tells(chosen)) layer.given += 1;
      if (before !== layer.deviation(virtualAt)) this.#hasChanged();
      if (chosen === undefined) continue;
      this.#given.tell();
      return { layer, chosen };
    }
    return undefined;
  }

  /** Calls back after each change of the current responses, and when only default ones are left of them. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /** Calls back with each response that was given. Returns a function that stops it. */
  onGiven(listener: () => void): () => void {
    return this.#given.on(listener);
  }

  #response(layer: Layer, chosen: Chosen, request: RuleRequest, now: number): ChosenResponse {
    const { owner, rules } = layer;
    const live = rules[chosen.index]!;
    const plan = planResponse(chosen, request, now);
    return { plan, owner, rule: layer.isPlain(live.id) && !layer.tells(chosen) ? '' : layer.titleOf(live) };
  }

  #newLayer(owner: ResponseOwner, rules: readonly ResponseRule[]): Layer {
    const newId = () => {
      this.#lastId += 1;
      return this.#lastId;
    };
    return new Layer(owner, new RuleBook(rules, this.#clock.now(), newId));
  }

  /** Puts a layer on top, that of the workspace at the bottom. */
  #put(layer: Layer): void {
    const others = this.#without(layer.owner);
    this.#layers = layer.owner === 'workspace' ? [layer, ...others] : [...others, layer];
    this.#hasChanged();
  }

  #hasChanged(): void {
    this.#waitForTime();
    this.#changed.tell();
  }

  /** Nobody may ask for a while: that the time of a rule is over is told at that moment. */
  #waitForTime(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    const now = this.#clock.now();
    const coming = this.#layers
      .flatMap(({ rules }) => rules.map((live) => nextChangeOf(live, now)))
      .filter((at) => at !== undefined);
    if (coming.length === 0) return;
    this.#stopTimer = this.#clock.at?.(Math.min(...coming), () => this.#hasChanged(), { drives: false });
  }

  #layerOf(owner: ResponseOwner): Layer | undefined {
    return this.#layers.find((layer) => layer.owner === owner);
  }

  #without(owner: ResponseOwner): Layer[] {
    return this.#layers.filter((layer) => layer.owner !== owner);
  }
}

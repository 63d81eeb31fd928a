import {
  checkResponses,
  DEFAULT_STATUS,
  shortResponses,
  untilDefault,
} from '../../../shared/receiver/response-list.ts';
import type { RuleRequest } from '../../../shared/receiver/rules/match.ts';
import { planResponse, type ResponsePlan } from '../../../shared/receiver/rules/plan-response.ts';
import { isTlsFault } from '../../../shared/receiver/rules/reaction-schema.ts';
import { type Chosen, type LiveRule, RuleBook } from '../../../shared/receiver/rules/rule-book.ts';
import { type ResponseRule, responseRuleSchema } from '../../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../../shared/receiver/rules/sentence.ts';
import type { ResponseOwner } from '../../../shared/timeline/receiver-history.ts';
import { Signal } from '../signal.ts';
import type { ChosenFault } from './tls-door.ts';

/** The response to one request, and whose it is. */
export interface ChosenResponse {
  plan: ResponsePlan;
  /** Null if no rule matched: then it is 200. */
  owner: ResponseOwner | null;
  /** The rule in words; '' where none matched. */
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
  /** In a few words: "500 x3", "Deploy in progress". */
  readonly text: string;
  readonly rules: readonly LiveRule[];
  /** How many have been given. */
  readonly given: number;
}

interface Layer extends ResponseLayer {
  readonly text: string;
  readonly book: RuleBook;
  given: number;
  /** The statuses of a plain list; undefined for rules. */
  readonly statuses: readonly number[] | undefined;
  /** Of a plain list: how many are given before only default ones are left. */
  readonly deviating: number;
  /** Of rules: which of them were in force when it was last looked. */
  inForce: boolean;
}

const wordsOf = (rule: ResponseRule) => rule.name ?? ruleSentence(rule);

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
  readonly #now: () => number;
  readonly #changed = new Signal();
  #layers: readonly Layer[] = [];

  /** @param now ms since the epoch, on the clock of the simulator: rules may be in force for a while only */
  constructor(now: () => number = Date.now) {
    this.#now = now;
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

  /** The topmost responses in force as long as one other than the default is to come; the same object while they last. */
  get deviation(): ResponseLayer | null {
    return this.#layers.findLast((layer) => this.#deviates(layer)) ?? null;
  }

  /** Puts an owner's plain list of statuses on top, from its first one on. Throws PB_ARGUMENT_INVALID. */
  set(owner: ResponseOwner, statuses: readonly number[]): void {
    checkResponses(statuses);
    const rule = { ...responseRuleSchema.parse({ respond: {} }) };
    const rules = [{ ...rule, respond: { ...rule.respond!, status: [...statuses] } }];
    this.#put(owner, rules, { text: shortResponses(statuses), statuses });
  }

  /** Puts an owner's rules on top, the workspace's at the bottom, with nothing counted yet. None removes them. */
  setRules(owner: ResponseOwner, rules: readonly ResponseRule[]): void {
    if (rules.length === 0) {
      this.remove(owner);
      return;
    }
    const names = rules.filter(({ enabled }) => enabled).map(wordsOf);
    const text = names.length <= 2 ? names.join(', ') : `${names[0]} and ${names.length - 1} more rules`;
    this.#put(owner, rules, { text, statuses: undefined });
  }

  /** Removes an owner's responses; those of others stay as they are. */
  remove(owner: ResponseOwner): void {
    const left = this.#without(owner);
    if (left.length === this.#layers.length) return;
    this.#layers = left;
    this.#changed.tell();
  }

  chooseHandshake(endpoint: string, virtualAt: number): ChosenFault | undefined {
    const found = this.#choose((book) => book.chooseHandshake({ endpoint, virtualAt }));
    const fault = found?.chosen.rule.fault;
    if (found === undefined || !isTlsFault(fault)) return undefined;
    return { fault, rule: wordsOf(found.chosen.rule) };
  }

  choose(request: RuleRequest, now: number): ChosenResponse {
    const found = this.#choose((book) => book.choose(request));
    return found === undefined ? DEFAULT : this.#response(found.layer, found.chosen, request, now);
  }

  /** The first rule that matches, from the topmost layer down. */
  #choose(choose: (book: RuleBook) => Chosen | undefined): { layer: Layer; chosen: Chosen } | undefined {
    for (const layer of this.#layers.toReversed()) {
      const chosen = choose(layer.book);
      const isOver = layer.inForce && !this.#deviates(layer);
      if (chosen !== undefined) layer.given += 1;
      if (isOver || (chosen !== undefined && layer.given === layer.deviating)) {
        layer.inForce = false;
        this.#changed.tell();
      }
      if (chosen !== undefined) return { layer, chosen };
    }
    return undefined;
  }

  #response({ owner, statuses }: Layer, chosen: Chosen, request: RuleRequest, now: number): ChosenResponse {
    const { rule } = chosen;
    return {
      plan: planResponse(chosen, request, now),
      owner,
      rule: statuses === undefined ? wordsOf(rule) : '',
    };
  }

  #put(
    owner: ResponseOwner,
    rules: readonly ResponseRule[],
    { text, statuses }: { text: string; statuses: readonly number[] | undefined },
  ): void {
    const book = new RuleBook(rules, this.#now());
    const layer: Layer = {
      owner,
      text,
      statuses,
      book,
      rules: book.rules,
      given: 0,
      deviating: statuses === undefined ? Number.POSITIVE_INFINITY : untilDefault(statuses),
      inForce: true,
    };
    const others = this.#without(owner);
    this.#layers = owner === 'workspace' ? [layer, ...others] : [...others, layer];
    this.#changed.tell();
  }

  #deviates({ statuses, given, deviating, book }: Layer): boolean {
    if (statuses !== undefined) return given < deviating;
    const now = this.#now();
    return book.rules.some((_rule, index) => book.isInForce(index, now));
  }

  /** Calls back after each change of the current responses, and when only default ones are left of them. Returns a function that stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  #without(owner: ResponseOwner): Layer[] {
    return this.#layers.filter((layer) => layer.owner !== owner);
  }
}

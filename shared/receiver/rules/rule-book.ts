import { drawFrom } from '../../domain/random.ts';
import type { LiveRule, RuleVerdict, ToldVerdict } from './live-rule.ts';
import { isNth, type RuleRequest, type Tested, testRequest } from './match.ts';
import { isTlsFault } from './reaction-schema.ts';
import type { ResponseRule } from './rule-schema.ts';
import { standingOf, whyOver } from './rule-standing.ts';

interface Counted extends LiveRule {
  rule: ResponseRule;
  /** Without conditions: thousands of requests a second may come to one. */
  isForAll: boolean;
  on: boolean;
  since: number;
  hits: number;
  met: number;
  lastMatch: LiveRule['lastMatch'];
  lastMiss: LiveRule['lastMiss'];
}

/** The rule that responds to a request, and which of its responses this is, counted from 0. */
export interface Chosen {
  rule: ResponseRule;
  index: number;
  occurrence: number;
}

/** A rule of a list, with its id where it was there before. */
export interface ListedRule {
  id?: number | undefined;
  rule: ResponseRule;
}

/**
 * An ordered list of rules at work: the first one that matches a request responds to it. Counts, shares and periods are
 * kept here, so the same requests in the same order always get the same responses.
 */
export class RuleBook {
  readonly #newId: () => number;
  #rules: Counted[];
  /** Rules that were removed last, with their counts: they may come back. */
  #gone: Counted[] = [];

  /** @param now ms since the epoch, on the clock of the simulator */
  constructor(rules: readonly ResponseRule[], now: number, newId: () => number = counter()) {
    this.#newId = newId;
    this.#rules = rules.map((rule) => this.#begin(rule, now));
  }

  get rules(): readonly LiveRule[] {
    return this.#rules;
  }

  /** Whether a rule can still respond to anything at this moment. */
  isInForce(index: number, now: number): boolean {
    const live = this.#rules[index];
    return live !== undefined && standingOf(live, now) === 'in-force';
  }

  /**
   * Takes another list: rules that it has, or had before, keep their ids, and their counts unless they say something else
   * now. One that says something else is not in force for longer than it says from now on.
   */
  replace(rules: readonly ListedRule[], now: number): void {
    const before = new Map([...this.#gone, ...this.#rules].map((live) => [live.id, live]));
    const left = rules.map(({ id, rule }) => {
      const live = id === undefined ? undefined : before.get(id);
      if (live === undefined) return this.#begin(rule, now);
      before.delete(live.id);
      if (contentOf(live.rule) !== contentOf(rule)) return { ...this.#begin(rule, now), id: live.id };
      live.rule = rule;
      if (live.on !== rule.enabled) turn(live, rule.enabled, now);
      return live;
    });
    const gone = this.#rules.filter((live) => !left.includes(live));
    this.#gone = [...this.#gone.filter((live) => !left.includes(live)), ...gone].slice(-MOST_GONE);
    this.#rules = left;
  }

  /** Turns a rule on, with nothing counted yet, or off. False if there is none with this id. */
  turn(id: number, on: boolean, now: number): boolean {
    const live = this.#rules.find((one) => one.id === id);
    if (live === undefined) return false;
    turn(live, on, now);
    return true;
  }

  /** Takes back that rules were turned off: they go on as if they had never been. */
  resume(ids: readonly number[]): void {
    for (const live of this.#rules) if (ids.includes(live.id)) live.on = true;
  }

  /** Rules that say the same as one that was turned off in a former list stay off. */
  keepOff(before: RuleBook): void {
    const off = before.#rules
      .filter(({ on, rule }) => rule.enabled && !on)
      .map(({ rule }) => contentOf(rule));
    for (const live of this.#rules) if (off.includes(contentOf(live.rule))) live.on = false;
  }

  /** The clock was set back: nothing was turned on later than now. */
  clockWasSetBack(now: number): void {
    for (const live of this.#rules) live.since = Math.min(live.since, now);
  }

  /**
   * The rule that responds to a request; undefined where none matches. Counts the request.
   * @param realAt ms since the epoch, real time
   */
  choose(request: RuleRequest, realAt: number = request.virtualAt): Chosen | undefined {
    return this.#choose(request, realAt, false);
  }

  /** The rule with a fault of the TLS handshake that a new connection meets; undefined where none does. Counts it. */
  chooseHandshake(
    connection: Pick<RuleRequest, 'endpoint' | 'virtualAt'>,
    realAt: number = connection.virtualAt,
  ): Chosen | undefined {
    return this.#choose({ ...NO_REQUEST, ...connection }, realAt, true);
  }

  #choose(request: RuleRequest, realAt: number, isHandshake: boolean): Chosen | undefined {
    for (const [index, live] of this.#rules.entries()) {
      if (!live.on || isTlsFault(live.rule.fault) !== isHandshake) continue;
      const { matched, why } = this.#judge(live, index, request);
      const told: ToldVerdict = { matched, why, at: request.virtualAt, realAt };
      if (!matched) {
        live.lastMiss = told;
        continue;
      }
      live.lastMatch = told;
      live.hits += 1;
      return { rule: live.rule, index, occurrence: live.hits - 1 };
    }
    return undefined;
  }

  #begin(rule: ResponseRule, now: number): Counted {
    return {
      id: this.#newId(),
      rule,
      isForAll: Object.values(rule.when).every((one) => one === undefined),
      on: rule.enabled,
      since: now,
      hits: 0,
      met: 0,
      lastMatch: null,
      lastMiss: null,
    };
  }

  #judge(live: Counted, index: number, request: RuleRequest): RuleVerdict {
    const over = whyOver(live, request.virtualAt);
    if (over !== undefined) return { matched: false, why: over };
    const { when } = live.rule;
    if (live.isForAll) return FOR_ALL;
    const tested = testRequest(when, request);
    const failed = tested.find(({ holds }) => !holds);
    if (failed !== undefined) return { matched: false, why: failed.why };
    live.met += 1;
    const chance = drawn(when, index, live.met);
    const more: Tested[] = [];
    if (when.request !== undefined)
      more.push({ holds: isNth(when.request, live.met), why: `it is request ${live.met}` });
    if (chance !== undefined) more.push(chance);
    const left = more.find(({ holds }) => !holds);
    if (left !== undefined) return { matched: false, why: left.why };
    return { matched: true, why: [...tested, ...more].map(({ why }) => why).join(', ') };
  }
}

const MOST_GONE = 50;

/** What a connection has before its first request: the conditions of its rules ask for nothing of this. */
const NO_REQUEST: Omit<RuleRequest, 'endpoint' | 'virtualAt'> = {
  method: '',
  target: '',
  headers: [],
  fields: () => [],
  text: () => '',
  sender: () => '',
  delivery: () => null,
};

const FOR_ALL: RuleVerdict = { matched: true, why: '' };

function counter(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

function turn(live: Counted, on: boolean, now: number): void {
  if (on) Object.assign(live, { since: now, hits: 0, met: 0 });
  live.on = on;
}

/** What a rule does, apart from its name and whether it is on. */
function contentOf({ enabled: _on, name: _name, ...content }: ResponseRule): string {
  return JSON.stringify(content);
}

const PARTS = 1_000_000;

function drawn(
  { probability, seed = 0 }: ResponseRule['when'],
  index: number,
  met: number,
): Tested | undefined {
  if (probability === undefined) return undefined;
  const holds = drawFrom(seed, 'response rule', index, met)(1, PARTS) <= Math.round(probability * PARTS);
  return { holds, why: holds ? 'it was drawn by the seed' : 'it was not drawn by the seed' };
}

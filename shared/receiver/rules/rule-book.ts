import { drawFrom } from '../../domain/random.ts';
import { isNth, type RuleRequest, type Tested, testRequest } from './match.ts';
import { isTlsFault } from './reaction-schema.ts';
import type { ResponseRule } from './rule-schema.ts';

/** What a rule had to say to one request, in a sentence's worth: "matched: path is /pb, attempt 1". */
export interface RuleVerdict {
  matched: boolean;
  /** What decided it; '' for a rule without conditions. */
  why: string;
}

/** A rule with what has happened since it was turned on. */
export interface LiveRule {
  readonly rule: ResponseRule;
  /** Ms since the epoch, on the clock of the simulator: when it was turned on. */
  readonly since: number;
  /** Requests that it has responded to. */
  readonly hits: number;
  /** The last request that matched, and the last one that did not, with why. */
  readonly lastMatch: (RuleVerdict & { at: number }) | null;
  readonly lastMiss: (RuleVerdict & { at: number }) | null;
}

interface Counted extends LiveRule {
  /** Without conditions: thousands of requests a second may come to one. */
  readonly isForAll: boolean;
  hits: number;
  /** Requests that met its other conditions. */
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

/**
 * An ordered list of rules at work: the first one that matches a request responds to it. Counts, shares and periods are
 * kept here, so the same requests in the same order always get the same responses.
 */
export class RuleBook {
  readonly #rules: Counted[];

  /** @param now ms since the epoch, on the clock of the simulator */
  constructor(rules: readonly ResponseRule[], now: number) {
    this.#rules = rules.map((rule) => ({
      rule,
      isForAll: Object.values(rule.when).every((one) => one === undefined),
      since: now,
      hits: 0,
      met: 0,
      lastMatch: null,
      lastMiss: null,
    }));
  }

  get rules(): readonly LiveRule[] {
    return this.#rules;
  }

  /** Whether a rule can still respond to anything at this moment. */
  isInForce(index: number, now: number): boolean {
    const live = this.#rules[index];
    return live !== undefined && live.rule.enabled && whyOver(live, now) === undefined;
  }

  /** The rule that responds to a request; undefined where none matches. Counts the request. */
  choose(request: RuleRequest): Chosen | undefined {
    return this.#choose(request, false);
  }

  /** The rule with a fault of the TLS handshake that a new connection meets; undefined where none does. Counts it. */
  chooseHandshake(connection: Pick<RuleRequest, 'endpoint' | 'virtualAt'>): Chosen | undefined {
    return this.#choose({ ...NO_REQUEST, ...connection }, true);
  }

  #choose(request: RuleRequest, isHandshake: boolean): Chosen | undefined {
    for (const [index, live] of this.#rules.entries()) {
      if (!live.rule.enabled || isTlsFault(live.rule.fault) !== isHandshake) continue;
      const verdict = this.#judge(live, index, request);
      const told = { ...verdict, at: request.virtualAt };
      if (!verdict.matched) {
        live.lastMiss = told;
        continue;
      }
      live.lastMatch = told;
      live.hits += 1;
      return { rule: live.rule, index, occurrence: live.hits - 1 };
    }
    return undefined;
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

function whyOver({ rule, since, hits }: LiveRule, now: number): string | undefined {
  if (rule.times !== undefined && hits >= rule.times)
    return rule.times === 1
      ? 'it has responded once already'
      : `it has responded ${rule.times} times already`;
  if (rule.during !== undefined && now >= since + rule.during) return 'its time is over';
  return undefined;
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

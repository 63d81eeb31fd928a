import type { ResponseRule } from './rule-schema.ts';

/** What a rule had to say to one request, in a sentence's worth: "matched: path is /pb, attempt 1". */
export interface RuleVerdict {
  matched: boolean;
  /** What decided it; '' for a rule without conditions. */
  why: string;
}

/** The same with the time of the request: on the clock of the simulator, and real, both in ms since the epoch. */
export interface ToldVerdict extends RuleVerdict {
  at: number;
  realAt: number;
}

/** A rule with what has happened since it was turned on. */
export interface LiveRule {
  /** Stays with the rule while it is moved, switched or edited. */
  readonly id: number;
  readonly rule: ResponseRule;
  /** Whether it is on: as the rule itself says, until it was switched. */
  readonly on: boolean;
  /** Ms since the epoch, on the clock of the simulator: when it was turned on. */
  readonly since: number;
  /** Requests that it has responded to. */
  readonly hits: number;
  /** Requests that met its other conditions. */
  readonly met: number;
  /** The last request that matched, and the last one that did not, with why. */
  readonly lastMatch: ToldVerdict | null;
  readonly lastMiss: ToldVerdict | null;
}

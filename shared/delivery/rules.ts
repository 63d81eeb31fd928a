import type { AttemptOutcome } from './outcome.ts';
import type { RuleCertainty, SenderProfile } from './profile.ts';

/** Everything that decides the fate of a delivery: the platform's rules and the postback's own settings. */
export interface DeliveryRules {
  profile: SenderProfile;
  /** How certain a rule is, for explanations; absent for a profile without provenance. */
  certainty?: (field: keyof SenderProfile) => RuleCertainty | null;
  /** The decoded body must contain it (assumed: case-sensitive). */
  successResponse?: string | undefined;
  /** A body that contains it is a failure, even with a 200. */
  errorResponse?: string | undefined;
}

/** The source of one delivery's random draws: the same seed and key give the same waits. */
export interface DeliveryKey {
  seed: number;
  /** Identifies the delivery within its run, not by an id of the store. */
  key: string;
}

/** What is known about an ended attempt. */
export interface EndedAttempt {
  outcome: AttemptOutcome;
  status: number | null;
  /** Ms on the clock in force. */
  endedAt: number;
  /** Retry-After of its response, in ms from endedAt, or null. */
  retryAfterMs: number | null;
}

/** A part of a wait; parts add up to the whole. */
export interface WaitPart {
  label: string;
  ms: number;
  certainty: RuleCertainty | null;
}

export type Decision =
  | { type: 'delivered'; sentence: string }
  | { type: 'retry'; at: number; sentence: string; parts: WaitPart[] }
  | { type: 'give-up'; sentence: string };

import type { WireSecret } from '../template/wire-secrets.ts';
import type { Disorder } from './delivery.ts';
import type { AttemptOutcome } from './outcome.ts';
import type { WaitPart } from './rules.ts';

/** A secret in the request of an attempt. */
export interface SecretUse extends WireSecret {
  /** Tells whether the value is another than at another attempt, and not which; empty where there was no value. */
  fingerprint: string;
}

/** An attempt as it is stored before it leaves. Times are ms since the epoch on the clock in force. */
export interface AttemptStart {
  /** From 1. */
  number: number;
  dueAt: number;
  sentAt: number;
  /** Of the time between dueAt and sentAt: ms waited for the rate limit, and for maintenance to end. */
  rateWaitMs: number;
  maintenanceWaitMs: number;
  intended: '' | Disorder;
  /** "http://127.0.0.1:9000"; empty where nothing can be sent. */
  origin: string;
  /** The bytes as they will leave, with `{secret:NAME}` for the value of each secret. */
  bytes: Uint8Array;
  /** The secrets in them. */
  secrets: readonly SecretUse[];
}

/** An attempt that is to leave, of a delivery. */
export interface DeliveryAttempt {
  deliveryId: number;
  start: AttemptStart;
}

/** How an attempt ended, and what follows from it. */
export interface AttemptEnd {
  /** When it really left; what is stored ahead leaves a little later than was thought. */
  sentAt: number;
  endedAt: number;
  outcome: AttemptOutcome;
  status: number | null;
  /** Real ms: in all, until the connection stood (0 on one used before), until the first byte. */
  durationMs: number | null;
  connectMs: number | null;
  firstByteMs: number | null;
  /** When the next attempt is due; null without one. */
  nextAt: number | null;
  nextSentence: string;
  nextParts: WaitPart[];
  /** What the operating system or the client said, or which rule judged the response. */
  cause: string;
  /** In wire order and case; null without a response. */
  responseHeaders: [string, string][] | null;
  /** The bytes that are kept, and how many came. */
  responseBody: Uint8Array | null;
  responseLength: number | null;
}

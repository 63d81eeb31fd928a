import type { WorldEvent } from '../domain/world-event.ts';
import type { RefusedCertificate } from './certificate.ts';
import type { AttemptOutcome, DeliveryState } from './outcome.ts';
import type { WaitPart } from './rules.ts';

/** Times are ms since the epoch on the clock in force. `change` counts every change in the engine's store. */
export interface AttemptSummary {
  id: number;
  /** From 1. */
  number: number;
  dueAt: number;
  sentAt: number;
  endedAt: number | null;
  outcome: AttemptOutcome;
  status: number | null;
  /** Real milliseconds from sending to the end. */
  durationMs: number | null;
  /** When the next attempt is due, if there is one. */
  nextAt: number | null;
  /** Of the time between dueAt and sentAt: ms waited for the rate limit, and for maintenance to end. */
  rateWaitMs: number;
  maintenanceWaitMs: number;
  /** What disorder did to it on purpose; '' when nothing. */
  intended: '' | Disorder;
}

/** What deliberate disorder does to a delivery or an attempt. */
export const DISORDERS = ['duplicate', 'reorder', 'delay', 'drop', 'lose-answer'] as const;
export type Disorder = (typeof DISORDERS)[number];

/** What a delivery may be about. */
export const DELIVERY_SUBJECTS = ['action', 'inquiry', 'item', 'test'] as const;

export interface DeliveryView {
  id: number;
  change: number;
  runId: number | null;
  /** Which step of the run, from 0. */
  step: number | null;
  /** The kind of its subject. A test has no subject (key 0). */
  subject: (typeof DELIVERY_SUBJECTS)[number];
  subjectKey: number;
  subjectId: string;
  event: WorldEvent;
  /** Number of the event among those of its subject, from 1: for an action, of the line of its ledger. 0 for items and tests. */
  nth: number;
  /** The {Payout} of the event, as text; absent if its values have none. */
  payout?: string;
  /** The postback's name at the event, or at the first attempt. */
  postbackName: string;
  state: DeliveryState;
  createdAt: number;
  dueAt: number | null;
  /** The two parts of the first wait, in ms: the platform's processing, and what the minimum delay adds. */
  processingMs: number;
  minimumDelayMs: number;
  /** What disorder did to it on purpose; '' when nothing. */
  intended: '' | Disorder;
  attempts: AttemptSummary[];
}

/** How a delivery's last attempt that is over ended; undefined before one is. What earlier ones got no longer counts. */
export function lastEnd({ attempts }: Pick<DeliveryView, 'attempts'>): AttemptSummary | undefined {
  return attempts.findLast(({ outcome }) => outcome !== 'in-flight');
}

/** A period in which the platform sends nothing and postbacks wait. */
export interface MaintenanceView {
  id: number;
  change: number;
  /** The run whose clock it is on; null for manual work. */
  runId: number | null;
  announcedAt: number;
  startedAt: number | null;
  endedAt: number | null;
}

/** One attempt with its bytes; bytes are base64. */
export interface AttemptDetail extends AttemptSummary {
  deliveryId: number;
  /** Where it went: "http://127.0.0.1:9000". */
  origin: string;
  /** The bytes as sent: head and body together. */
  request: string;
  response: {
    status: number;
    headers: [string, string][];
    /** Kept bytes as received, at most 1 MiB. */
    body: string;
    bodyLength: number;
  } | null;
  /** What happened, as a sentence. */
  sentence: string;
  /** What the operating system or the client said, for the curious. */
  cause: string;
  /** The receiver's certificate, if the attempt failed because it is not trusted and the user may trust it. */
  certificate: RefusedCertificate | null;
  /** Real ms: until the connection stood (0 on one used before), until the first byte, in all. */
  timings: { connectMs: number | null; firstByteMs: number | null; totalMs: number | null };
  /** Why the next attempt is due then, or why there is none: a sentence, and parts that add up to `nextAt`. */
  next: { sentence: string; parts: WaitPart[] };
  /** The local receiver's capture of it. */
  captureId: number | null;
}

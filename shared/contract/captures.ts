import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { AttemptOutcome } from '../delivery/outcome.ts';
import type { WorldEvent } from '../domain/world-event.ts';
import { declaredErrors } from './errors.ts';

/** complete; refused by the HTTP parser; broken off by the client; cut at the size limit. */
export type CaptureState = 'complete' | 'refused' | 'broken-off' | 'too-large';

/** The delivery that a capture belongs to, when this engine sent it. */
export interface CaptureDelivery {
  deliveryId: number;
  attemptId: number;
  attemptNumber: number;
  /** What happened, and the id of the action it happened to. */
  event: WorldEvent;
  subject: string;
  outcome: AttemptOutcome;
}

/** One line of the list. */
export interface CaptureSummary {
  /** Counts up without gaps, also over restarts. */
  id: number;
  /** Ms since the epoch, real time. */
  receivedAt: number;
  /** Microseconds from the first byte of the request until it was stored and the answer could go. */
  tookUs: number;
  state: CaptureState;
  method: string;
  /** The request target as received, not decoded. */
  target: string;
  /** "127.0.0.1:54112" */
  remote: string;
  /** Bytes of the body that arrived; more than are kept when state is "too-large". */
  bodyLength: number;
  /** Status given, or null when nothing could be answered. */
  answerStatus: number | null;
  userAgent: string;
  delivery: CaptureDelivery | null;
}

/** One capture with all that is kept of it; bytes are base64. */
export interface Capture extends CaptureSummary {
  /** "1.1" */
  httpVersion: string;
  /** In wire order and case, repeated ones repeated; text as Latin-1. */
  headers: [string, string][];
  /** Request line and headers, the very bytes; of a refused request, all that is kept of it. */
  head: string;
  /** Bytes of the body that are kept. */
  keptLength: number;
  /** The first bytes kept, as many as asked for. */
  body: string;
  answer: { status: number; headers: [string, string][]; body: string } | null;
  /** Why it is not complete: a sentence. Empty for complete ones. */
  note: string;
}

export interface CapturePage {
  rows: CaptureSummary[];
  /** Captures that match, or all of them without a search. */
  total: number;
  /** Smallest and largest id kept, 0 when there are none. Ids between them have no gaps. */
  oldest: number;
  newest: number;
}

const base = oc.errors(declaredErrors);
const id = z.object({ id: z.number().int().positive() });

export const capturesContract = {
  /** Newest first, from the one before `before`. Search looks for a text in target, headers and body. */
  list: base
    .input(
      z.object({
        before: z.number().int().positive().optional(),
        limit: z.number().int().min(1).max(1000),
        search: z.string().max(1000).optional(),
      }),
    )
    .output(type<CapturePage>()),
  /** One capture with at most `bodyLimit` bytes of its body. */
  get: base.input(id.extend({ bodyLimit: z.number().int().min(0).default(262_144) })).output(type<Capture>()),
  /** Removes the captures up to an id, or all of them; ids go on counting. */
  clear: base
    .input(z.object({ upTo: z.number().int().min(0).optional() }).optional())
    .output(type<{ removed: number }>()),
  /**
   * New captures after an id, oldest first, in batches of at most 500, at most ten batches a second once it has
   * caught up; `cleared` tells that all before were removed. Also batches for deliveries whose outcome changed:
   * `changed` repeats captures already sent.
   */
  follow: base
    .input(z.object({ after: z.number().int().min(0) }))
    .output(eventIterator(type<CaptureBatch>())),
};

export interface CaptureBatch {
  rows: CaptureSummary[];
  /** Captures sent before whose delivery has moved on. */
  changed: CaptureSummary[];
  /** True when everything before these rows was removed; whatever lies under `oldest` is gone in any case. */
  cleared: boolean;
  total: number;
  oldest: number;
  newest: number;
}

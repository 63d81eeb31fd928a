import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { AttemptOutcome } from '../delivery/outcome.ts';
import type { WorldEvent } from '../domain/world-event.ts';
import { type CaptureMark, markChangeSchema, markSchema } from '../receiver/capture-mark.ts';
import {
  type ArrivedPoints,
  type CaptureExpectation,
  type CapturePoints,
  type Comparison,
  requestRefSchema,
} from '../receiver/compare/comparison.ts';
import { type Replayed, replaySchema } from '../receiver/replay/replay-plan.ts';
import type { ShareManifest, SharePreview } from '../receiver/share/manifest.ts';
import type { ResponseOwner } from '../timeline/receiver-history.ts';
import { declaredErrors } from './errors.ts';
import { type ListWindow, windowShape } from './window.ts';

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

/** The response rule that responded to a request, by its name or in words, and who had set it. */
export interface CaptureRule {
  name: string;
  owner: ResponseOwner;
}

/** One line of the list. */
export interface CaptureSummary {
  /** Counts up, also over restarts; captures that were removed leave gaps. */
  id: number;
  /** Ms since the epoch, real time; null for captures of versions that did not record it. */
  receivedAt: number | null;
  /** Ms since the epoch on the clock of the simulator: of the run that sent it, or of work by hand. */
  virtualAt: number;
  /** Microseconds from the first byte of the request until it was stored and the response could go. */
  tookUs: number;
  state: CaptureState;
  /** The name of the endpoint where it arrived. */
  endpoint: string;
  method: string;
  /** The request target as received, not decoded. */
  target: string;
  /** "127.0.0.1:54112" */
  remote: string;
  /** Bytes of the body that arrived; more than are kept when state is "too-large". */
  bodyLength: number;
  /** Status given, or null when nothing was responded. */
  responseStatus: number | null;
  userAgent: string;
  delivery: CaptureDelivery | null;
  /** What the user has put on it; null for nothing. */
  mark: CaptureMark | null;
  /** Where an imported capture comes from, such as the name of its file; null for one that arrived here. */
  origin: string | null;
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
  /** These bytes without their Content-Encoding; null where they have none, or do not match it. */
  decodedBody: string | null;
  /** Its `decodedBody` is without the Content-Encoding; it is missing where the body has none, or does not match it. */
  response: { status: number; headers: [string, string][]; body: string; decodedBody?: string } | null;
  /** Why it is not complete: a sentence. Empty for complete ones. */
  note: string;
  /** Null where none matched, and for captures of versions that did not record it. */
  rule: CaptureRule | null;
  /** What a scenario's `senderAddress` put into X-Forwarded-For: the platform does not send that header. */
  senderAddress?: string;
}

/** A row of the list with the values of the fields that were asked for: null for one that the capture does not have. */
export interface CaptureRow extends CaptureSummary {
  columns?: (string | null)[];
}

export interface CaptureWindow extends ListWindow<CaptureRow> {
  /** How many captures were searched one by one, since the index does not have them yet. */
  unindexed: number;
}

/** When captures arrived, in stretches of the same length. */
export interface CaptureHistogram {
  /** When the first and the last of them arrived, in ms since the epoch; null where there is none. */
  from: number | null;
  to: number | null;
  /** By how they were responded to: with 2xx, with another status, not at all. */
  buckets: { ok: number; refused: number; none: number }[];
}

/** A field that captured requests have, as the first of them spells it. */
export interface CaptureKey {
  key: string;
  /** Captures whose request has it. */
  inRequests: number;
  /** Captures of deliveries that have a placeholder of this name. */
  ofDeliveries: number;
}

/** How many captures of an endpoint are kept. */
export interface CaptureTotal {
  /** Its name; '' for imported captures. */
  endpoint: string;
  captures: number;
  /** Bytes of head, body and response. */
  bytes: number;
  /** How many retention has dropped since the last Clear. */
  dropped: number;
}

/** What a Clear has removed that Undo would bring back. */
export interface ClearedCaptures {
  captures: number;
  /** Until when, in ms since the epoch, real time. */
  until: number;
}

export const EXPORT_FORMATS = ['har', 'csv', 'jsonl', 'raw', 'share'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Some more of a file: base64, which may be empty, and how many captures are in what came so far. */
export interface ExportedPart {
  done: number;
  total: number;
  bytes: string;
}

/** How far an import is; at its end what was imported. */
export type ImportStep =
  | { type: 'progress'; done: number; total: number }
  | { type: 'read'; form: string; captures: number; manifest: ShareManifest | null; notes: string[] }
  | { type: 'imported'; captures: number; first: number | null };

const maskChoice = z
  .object({
    off: z.array(z.string()).max(100).default([]),
    keep: z.array(z.string().max(10_000)).max(10_000).default([]),
    also: z.array(z.string().min(1).max(10_000)).max(1_000).default([]),
  })
  .default({ off: [], keep: [], also: [] });

const base = oc.errors(declaredErrors);
const id = z.object({ id: z.number().int().positive() });

/** Which captures are meant. */
const asked = {
  query: z.string().max(1000).optional(),
  search: z.string().max(1000).optional(),
  upTo: z.number().int().min(0).optional(),
};

/** Captures that were selected: those that meet a query line and have a number in one of the ranges. */
const selection = {
  query: z.string().max(1000).default(''),
  ranges: z.array(z.tuple([z.number().int().min(0), z.number().int().min(0)])).max(10_000),
};

export const capturesContract = {
  /**
   * A window of the list, the newest or the oldest capture first. `upTo` leaves out captures with a larger id, so that
   * those that arrive meanwhile do not move the rows. Search looks for a text in target, headers, and body.
   * Query is a query line; PB_ARGUMENT_INVALID with the column for what is wrong with it. Columns are fields of a query
   * whose values the rows shall have. The revision is another one once a capture was removed.
   */
  list: base
    .input(
      z.object({
        ...windowShape,
        ...asked,
        from: z.enum(['newest', 'oldest']).default('newest'),
        columns: z.array(z.string().min(1).max(102)).max(20).optional(),
      }),
    )
    .output(type<CaptureWindow>()),
  /**
   * When captures arrived in real time, from the first to the last of them, or between two moments, in ms since the
   * epoch. Those that did not record it are left out.
   */
  histogram: base
    .input(
      z.object({
        ...asked,
        buckets: z.number().int().min(1).max(1000),
        between: z.tuple([z.number(), z.number()]).optional(),
      }),
    )
    .output(type<CaptureHistogram>()),
  /** The keys that captured requests have, to complete a query, the most frequent first. */
  keys: base.output(type<CaptureKey[]>()),
  /** The next capture from one on, without it, that had no 2xx response; null if there is none. */
  nextError: base
    .input(z.object({ ...asked, from: z.number().int().min(0), direction: z.enum(['newer', 'older']) }))
    .output(type<{ id: number | null }>()),
  /** The values that captures have of fields of a query, in their order; null for one that a capture does not have. */
  values: base
    .input(
      z.object({
        ids: z.array(z.number().int().positive()).max(500),
        fields: z.array(z.string().min(1).max(102)).min(1).max(20),
      }),
    )
    .output(type<{ id: number; values: (string | null)[] }[]>()),
  /**
   * How many captures are selected, and the numbers of the first of them after one, ascending. PB_ARGUMENT_INVALID as
   * for `list`.
   */
  selected: base
    .input(
      z.object({
        ...selection,
        after: z.number().int().min(0).default(0),
        limit: z.number().int().min(0).max(100_000).default(0),
      }),
    )
    .output(type<{ total: number; ids: number[] }>()),
  /** One capture with at most `bodyLimit` bytes of its body. */
  get: base.input(id.extend({ bodyLimit: z.number().int().min(0).default(262_144) })).output(type<Capture>()),
  /**
   * A capture held against what was sent, or against the template of a postback, by its file, or of the one that it most
   * likely is a request of; null where nothing is expected of it.
   */
  expectation: base
    .input(id.extend({ postback: z.string().optional() }))
    .output(type<CaptureExpectation | null>()),
  /** How many data points of each of these captures arrived, without those of which nothing is expected. */
  points: base
    .input(z.object({ ids: z.array(z.number().int().positive()).max(500) }))
    .output(type<CapturePoints[]>()),
  /** The data points of all requests of a run that came to this receiver. */
  arrived: base.input(z.object({ run: z.number().int().positive() })).output(type<ArrivedPoints>()),
  /** Two requests by value and by byte: captures, or what attempts sent. */
  compare: base
    .input(z.object({ left: requestRefSchema, right: requestRefSchema }))
    .output(type<Comparison>()),
  /** Sends captures again, and tells what came of each; who stops listening ends it. */
  replay: base.input(replaySchema).output(eventIterator(type<Replayed>())),
  /**
   * Removes the captures up to an id, or all of them; ids go on counting. `restoreCleared` brings them back for ten minutes,
   * until the next Clear or the end of the engine; `engine.follow` tells until when.
   */
  clear: base
    .input(z.object({ upTo: z.number().int().min(0).optional() }).optional())
    .output(type<{ removed: number }>()),
  /** Brings back what the last Clear removed; tells how many captures that were, 0 if it is too late. */
  restoreCleared: base.output(type<{ restored: number }>()),
  /** Removes single captures for good. Tells how many of them there were. */
  remove: base
    .input(z.object({ ids: z.array(z.number().int().positive()).min(1).max(100_000) }))
    .output(type<{ removed: number }>()),
  /**
   * Changes what the user has put on captures. Captures that are gone are left out; `before` is what `restoreMarks` takes
   * to undo it.
   */
  mark: base
    .input(markChangeSchema.extend({ ids: z.array(z.number().int().positive()).min(1).max(100_000) }))
    .output(type<{ marked: number; before: { ids: number[]; mark: CaptureMark }[] }>()),
  /** Puts back what `mark` has changed. */
  restoreMarks: base
    .input(
      z.object({
        marks: z.array(
          z.object({ ids: z.array(z.number().int().positive()).max(100_000), mark: markSchema }),
        ),
      }),
    )
    .output(type<void>()),
  /**
   * A file of the selected captures, part by part; who stops listening ends it. `mask` is for a share file: rules that are
   * off, values that stay, and further values that are masked.
   */
  export: base
    .input(z.object({ ...selection, format: z.enum(EXPORT_FORMATS), mask: maskChoice }))
    .output(eventIterator(type<ExportedPart>())),
  /** What a share file of the selected captures would mask. */
  sharePreview: base.input(z.object({ ...selection, mask: maskChoice })).output(type<SharePreview>()),
  /**
   * Reads a HAR, a share file, or the JSON of a webhook bin, in base64, and stores its requests as captures if `store` says
   * so: all of them or none. Who stops listening before the end cancels it. Fails with PB_IMPORT_INVALID, PB_SHARE_INVALID,
   * PB_SHARE_NEWER.
   */
  import: base
    .input(z.object({ name: z.string().max(500), bytes: z.base64(), store: z.boolean() }))
    .output(eventIterator(type<ImportStep>())),
  /** The labels that captures have, with how many, the most frequent first. */
  labels: base.output(type<{ label: string; captures: number }[]>()),
  /**
   * New captures after an id, oldest first, in batches of at most 500, at most ten batches a second once it has
   * caught up. Also batches for captures that were removed, for deliveries whose outcome changed, and for marks:
   * `changed` repeats captures already sent.
   */
  follow: base
    .input(z.object({ after: z.number().int().min(0) }))
    .output(eventIterator(type<CaptureBatch>())),
};

export interface CaptureBatch {
  rows: CaptureSummary[];
  /** How many captures stand before these rows: the index of the first one, counted from the oldest. */
  before: number;
  /** Captures sent before whose delivery has moved on, or whose marks have changed. */
  changed: CaptureSummary[];
  /** How many captures there are, and the largest id of them, 0 when there are none. */
  total: number;
  newest: number;
  /** Another one once a capture was removed, or another data folder is behind the same address. */
  revision: number;
}

import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { RefusedCertificate } from '../delivery/certificate.ts';
import type { AttemptOutcome, DeliveryState } from '../delivery/outcome.ts';
import type { WaitPart } from '../delivery/rules.ts';
import type { Action, ActionStatus, LedgerEntry, Transition } from '../domain/action.ts';
import { moneyText } from '../domain/fields.ts';
import { currencyCode } from '../domain/program.ts';
import { REASON_CODE } from '../domain/reasons.ts';
import type { Values } from '../domain/values.ts';
import type { WorldEvent } from '../domain/world-event.ts';
import type { ExpectationResult } from '../scenario/expect.ts';
import { declaredErrors } from './errors.ts';
import type { CatalogView, ClickView, InquiryView } from './world.ts';

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
  /** When the next attempt is due, if this one leads to one. */
  nextAt: number | null;
  /** Of the time between dueAt and sentAt: ms waited for the rate limit, and for maintenance to end. */
  rateWaitMs: number;
  maintenanceWaitMs: number;
  /** What disorder did to it on purpose; '' when nothing. */
  intended: '' | Disorder;
}

/** What disorder on purpose does to a delivery or an attempt. */
export const DISORDERS = ['duplicate', 'reorder', 'delay', 'drop', 'lose-answer'] as const;
export type Disorder = (typeof DISORDERS)[number];

export interface DeliveryView {
  id: number;
  change: number;
  runId: number | null;
  /** Which step of the run, from 0. */
  step: number | null;
  /** What it is about: `actionKey` and `actionId` are the key and id of that. A test is about nothing (key 0). */
  subject: 'action' | 'inquiry' | 'item' | 'test';
  actionKey: number;
  actionId: string;
  event: WorldEvent;
  /** The {Payout} of the event, as text; absent where its values have none. */
  payout?: string;
  postback: string;
  state: DeliveryState;
  createdAt: number;
  dueAt: number | null;
  /** The two parts of the first wait, in ms: the platform's processing, and what the minimum delay adds to it. */
  processingMs: number;
  minimumDelayMs: number;
  /** What disorder did to it on purpose; '' when nothing. */
  intended: '' | Disorder;
  attempts: AttemptSummary[];
}

/** A span in which the platform sends nothing; postbacks wait. */
export interface MaintenanceView {
  id: number;
  change: number;
  /** The run whose clock it is on; null for work by hand. */
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
  /** The bytes as they left: head and body together. */
  request: string;
  answer: {
    status: number;
    headers: [string, string][];
    /** Kept bytes as received, at most 1 MiB. */
    body: string;
    bodyLength: number;
  } | null;
  /** What happened, in a sentence. */
  sentence: string;
  /** What the operating system or the client said, for the curious. */
  cause: string;
  /** The receiver's certificate, where the attempt failed because it is not trusted and the user may trust it. */
  certificate: RefusedCertificate | null;
  /** Real ms: until the connection stood (0 on one used before), until the first byte, in all. */
  timings: { connectMs: number | null; firstByteMs: number | null; totalMs: number | null };
  /** Why the next attempt is when it is, or why there is none: a sentence, and parts that add up to nextAt. */
  next: { sentence: string; parts: WaitPart[] };
  /** Capture of the local receiver that took it in. */
  captureId: number | null;
}

/** An action in a list; all of it, with its ledger, is asked for by its key. */
export interface ActionRow {
  key: number;
  change: number;
  runId: number | null;
  id: string;
  programId: string;
  programName: string;
  eventType: string;
  status: ActionStatus;
  /** In hundredths of the currency. */
  amount: number;
  payout: number;
  currency: string;
  orderId: string;
  subId1: string;
  sharedId: string;
  eventDate: number;
  lockingDate: number;
  cleared: boolean;
  /** Lines of its ledger. */
  entries: number;
  updatedAt: number;
}

/** All of one action. */
export interface ActionView {
  /** What commands name it by: two runs with one seed have actions of the same id. Counts up. */
  key: number;
  change: number;
  runId: number | null;
  action: Action;
  ledger: LedgerEntry[];
  /** What may be done now. */
  next: Transition[];
  updatedAt: number;
}

export type StepState = 'planned' | 'running' | 'done' | 'failed' | 'skipped';

export interface RunStep {
  /** Of a repetition: purchases that have happened, and how many there will be. */
  done?: number;
  size?: number;
  title: string;
  detail: string;
  state: StepState;
  actionKey: number | null;
  /** When it happens, in ms after the run's start; absent where it waits for the deliveries before it. */
  at?: number | undefined;
}

export type RunState = 'running' | 'finished' | 'cancelled' | 'failed' | 'interrupted';

export interface RunView {
  id: number;
  change: number;
  name: string;
  /** Path of the scenario file, relative to its workspace where it has one. */
  file: string;
  /** URL template that stands in for the postbacks' own, or null. */
  to: string | null;
  seed: number;
  startedAt: number;
  endedAt: number | null;
  state: RunState;
  steps: RunStep[];
  /** Why it failed or stopped early: a sentence with its remedy. */
  problem: string;
  /** What has happened: lines of ledgers, inquiries opened and closed, items changed. */
  events: number;
  /** What the scenario expects, judged at the end; empty before, and where it expects nothing. */
  expectations: ExpectationResult[];
  /** What was left out since the run goes to another receiver than ours: sentences. */
  skipped: string[];
}

export interface ActivityBatch {
  /** The largest `change` in this batch: what to follow on from. */
  last: number;
  actions: ActionRow[];
  deliveries: DeliveryView[];
  runs: RunView[];
  clicks: ClickView[];
  inquiries: InquiryView[];
  catalogs: CatalogView[];
  maintenance: MaintenanceView[];
  /** True when everything before was removed. */
  cleared: boolean;
}

const base = oc.errors(declaredErrors);
const key = z.number().int().positive();
const ids = z.object({ ids: z.array(z.number().int().positive()).min(1).max(100_000) });
const reason = z.string().regex(REASON_CODE, {
  error: (issue) => `"${String(issue.input)}" is not a reason code such as ITEM_RETURNED`,
});
const text255 = z.string().max(255);
const items = z
  .array(
    z.object({
      sku: z.string().min(1),
      quantity: z.number().int().min(1).max(100_000).default(1),
      amount: moneyText,
      category: z.string().default(''),
    }),
  )
  .min(1);

export const activityContract = {
  /** Everything that changed after a number, then live: in batches, at most ten a second once it has caught up. */
  follow: base
    .input(z.object({ after: z.number().int().min(0) }))
    .output(eventIterator(type<ActivityBatch>())),
  attempt: base.input(z.object({ id: z.number().int().positive() })).output(type<AttemptDetail>()),
  track: base
    .input(
      z.object({
        program: z.string().optional(),
        eventType: z.string().optional(),
        /** In the order's currency; without it, the sum of the items. */
        amount: moneyText.optional(),
        items: items.optional(),
        payout: moneyText.optional(),
        currency: currencyCode.optional(),
        /** How many of the program's currency one of the order's is. */
        exchangeRate: z.number().positive().max(1_000_000).optional(),
        /** The click that is converted, by its key; SubIds and SharedId come from it. */
        click: key.optional(),
        subId1: text255.optional(),
        subId2: text255.optional(),
        subId3: text255.optional(),
        sharedId: text255.optional(),
        orderId: z.string().optional(),
        promoCode: z.string().optional(),
        to: z.string().optional(),
      }),
    )
    .output(type<ActionView>()),
  modify: base
    .input(
      z.object({
        key,
        amount: moneyText.optional(),
        /** New quantities and amounts of some items instead; 0 rejects one. */
        items: z
          .array(
            z.object({
              sku: z.string(),
              quantity: z.number().int().min(0).optional(),
              amount: moneyText.optional(),
            }),
          )
          .min(1)
          .optional(),
        payout: moneyText.optional(),
        reason,
        to: z.string().optional(),
      }),
    )
    .output(type<ActionView>()),
  reverse: base.input(z.object({ key, reason, to: z.string().optional() })).output(type<ActionView>()),
  restore: base.input(z.object({ key, to: z.string().optional() })).output(type<ActionView>()),
  /** Brings a modified or reversed action back to its first values, before it locks. */
  reset: base.input(z.object({ key, to: z.string().optional() })).output(type<ActionView>()),
  approve: base.input(z.object({ key, to: z.string().optional() })).output(type<ActionView>()),
  /** Clears the payout of an approved action, ahead of its date. */
  clear: base.input(z.object({ key, to: z.string().optional() })).output(type<ActionView>()),
  /** Throws PB_ACTION_UNKNOWN. */
  action: base.input(z.object({ key })).output(type<ActionView>()),
  /** What was true at the event of each of these deliveries of actions; those that are gone are left out. */
  values: base
    .input(z.object({ ids: z.array(z.number().int().positive()).max(1000) }))
    .output(type<{ id: number; values: Values }[]>()),
  /**
   * Sends a tracked event through one postback of the event level at once, as the platform's Test does: with these
   * values, or made-up ones. Throws PB_POSTBACK_UNKNOWN, and PB_ARGUMENT_INVALID for a global one, which the platform
   * cannot test so.
   */
  test: base
    .input(z.object({ file: z.string(), values: z.record(z.string(), z.string()).optional() }))
    .output(type<{ deliveryId: number }>()),
  /** Stops deliveries that are not at their end; attempts in flight are broken off. Tells how many. */
  cancelDeliveries: base.input(ids).output(type<{ changed: number }>()),
  /** Tries deliveries again at once: those that wait, and those given up or cancelled. Tells how many. */
  retryDeliveries: base.input(ids).output(type<{ changed: number }>()),
  /** Tries all given-up deliveries again, of one run or of all. */
  retryFailed: base
    .input(z.object({ runId: z.number().int().positive().optional() }))
    .output(type<{ changed: number }>()),
  /** Switches a postback on again that its profile switched off; it fires from now on. */
  switchOn: base.input(z.object({ postback: z.string() })).output(type<{ changed: boolean }>()),
  /** Announces, starts or ends maintenance on the clock that is shown. */
  maintenance: base
    .input(z.object({ do: z.enum(['announce', 'start', 'end']) }))
    .output(type<MaintenanceView>()),
  /** Removes actions, deliveries, attempts and ended runs. Refused with PB_RUN_BUSY while a run is going. */
  clearAll: base.output(type<{ actions: number; deliveries: number }>()),
  run: base
    .input(
      z.object({
        /** A scenario of the workspace, by its file's path in it. */
        file: z.string(),
        to: z.string().optional(),
        seed: z.number().int().min(0).max(0xffff_ffff).optional(),
      }),
    )
    .output(type<{ runId: number }>()),
  cancelRun: base
    .input(z.object({ runId: z.number().int().positive() }))
    .output(type<{ cancelled: boolean }>()),
};

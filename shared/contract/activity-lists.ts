import { z } from 'zod';
import { DELIVERY_SUBJECTS } from '../delivery/delivery.ts';
import { MARKS } from '../delivery/mark.ts';
import type { StepTally } from '../delivery/tally.ts';
import { ACTION_STATUSES } from '../domain/action.ts';
import type { Money } from '../domain/money.ts';
import type { Bar } from '../timeline/histogram.ts';
import { windowShape } from './window.ts';

const key = z.number().int().positive();
const from = z.enum(['newest', 'oldest']).default('newest');

/** What a list of actions can be sorted by. */
export const ACTION_COLUMNS = [
  'id',
  'programName',
  'eventType',
  'orderId',
  'subId1',
  'status',
  'amount',
  'payout',
  'eventDate',
] as const;
export type ActionColumn = (typeof ACTION_COLUMNS)[number];

/** Which actions: those that fit all that is given. */
export const actionFilter = z.object({
  key: key.optional(),
  /** Only those with a larger key. */
  after: z.number().int().min(0).optional(),
  /** Text in an id, SubId1, SharedId, order id, program or event type; any case. */
  query: z.string().default(''),
  /** A program's id. */
  program: z.string().nullable().default(null),
  /** As of the clock in force for each action. */
  status: z.enum(ACTION_STATUSES).nullable().default(null),
  source: z.enum(['all', 'hand', 'run']).default('all'),
});
export type ActionFilter = z.output<typeof actionFilter>;

/** A list of actions in its order. */
export const actionList = actionFilter.extend({
  from,
  /** Of equal ones the newest comes first; null is the order of keys. */
  sort: z
    .object({ column: z.enum(ACTION_COLUMNS), descending: z.boolean() })
    .nullable()
    .default(null),
});
export type ActionList = z.output<typeof actionList>;

export const actionsWindow = actionList.extend(windowShape);
export type ActionsWindow = z.output<typeof actionsWindow>;

/** What actions come to, in one currency. */
export interface CurrencyTotal {
  currency: string;
  count: number;
  amount: Money;
  payout: Money;
}

/** Which deliveries: those that fit all that is given. */
export const deliveryFilter = z.object({
  ids: z.array(key).max(500).optional(),
  /** A run's number. */
  run: key.optional(),
  /** A step of that run, from 0. */
  step: z.number().int().min(0).optional(),
  /** What they are about; keys of actions, inquiries and items are told apart by the subject. */
  subject: z.enum(DELIVERY_SUBJECTS).optional(),
  key: key.optional(),
  /** Only those with a larger id. */
  after: z.number().int().min(0).optional(),
  /** Only those that have one of these marks; all for none. */
  marks: z.array(z.enum(MARKS)).default([]),
});
export type DeliveryFilter = z.output<typeof deliveryFilter>;

export const deliveriesWindow = deliveryFilter.extend({ ...windowShape, from });
export type DeliveriesWindow = z.output<typeof deliveriesWindow>;

/** What the receiver was told, in a stretch of time. */
export const receiverHistoryWindow = z.object({
  /** On the clock of that run, or of work by hand for null; on any without it. */
  run: key.nullable().optional(),
  /** Only what touches the time from here to there, in ms since the epoch. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** The same in real time. */
  realFrom: z.number().optional(),
  realTo: z.number().optional(),
  ...windowShape,
});
export type ReceiverHistoryWindow = z.output<typeof receiverHistoryWindow>;

/** Where the deliveries of each step of a run stand. */
export interface StepTallies {
  /** The revision of the windows of deliveries that they belong to. */
  change: number;
  /** In order; a step without deliveries is not among them. */
  steps: StepTally[];
}

/** Bars of a histogram over time: the start of the first, ms of each, and how many. */
export const barsShape = z.object({
  from: z.number(),
  step: z.number().positive(),
  buckets: z.number().int().min(1).max(5_000),
});

/** The marks of all deliveries of a list at once, as a timeline over them needs it. */
export interface MarksOverview {
  /** How many marks of each kind; see `kindOf`. */
  counts: number[];
  /** From the first event to the last mark that is not planned; null without deliveries. */
  past: { from: number; to: number } | null;
  /** The last moment that something is planned for. */
  planned: number | null;
  /** Bars with something in them: the place of a bar, a kind, and how many marks of it. */
  bars: Bar[];
}

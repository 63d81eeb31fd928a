import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { AttemptDetail, DeliveryView, Disorder, MaintenanceView } from '../delivery/delivery.ts';
import { sendToSchema } from '../delivery/send-to.ts';
import type { Tally } from '../delivery/tally.ts';
import type { ActionRow, ActionView } from '../domain/action-view.ts';
import {
  checkModification,
  checkTrack,
  modificationShape,
  reversalShape,
  trackShape,
} from '../domain/inputs.ts';
import type { Values } from '../placeholders/placeholder-values.ts';
import { type CompareRunsEvent, compareRunsSchema } from '../receiver/compare/compare-deliveries.ts';
import type { RunView } from '../scenario/run-view.ts';
import type { ToldSpan } from '../timeline/receiver-history.ts';
import { LEAST_FACTOR, MOST_FACTOR } from '../timeline/run-speed.ts';
import {
  actionFilter,
  actionList,
  actionsWindow,
  barsShape,
  type CurrencyTotal,
  deliveriesWindow,
  deliveryFilter,
  type MarksOverview,
  receiverHistoryWindow,
  type StepTallies,
} from './activity-lists.ts';
import { declaredErrors } from './errors.ts';
import type { ListHead, ListWindow } from './window.ts';
import type { CatalogView } from './world.ts';

export type { AttemptDetail, AttemptSummary, DeliveryView, MaintenanceView } from '../delivery/delivery.ts';
export type { ActionRow, ActionView } from '../domain/action-view.ts';
export type { RunStep, RunView, StepState } from '../scenario/run-view.ts';

export interface ActivityBatch {
  /** The largest `change` in this batch: where to continue from. */
  last: number;
  /** These as a whole; their rows are asked for in windows. */
  actions: ListHead;
  deliveries: ListHead;
  clicks: ListHead;
  inquiries: ListHead;
  receiverHistory: ListHead;
  runs: RunView[];
  /** How many deliveries of a run stand where, by its number; work by hand under BY_HAND. */
  tallies: [run: number, tally: Tally][];
  catalogs: CatalogView[];
  maintenance: MaintenanceView[];
  /** Whether anything was done by hand that can be saved as a scenario. */
  recorded: boolean;
  /** True if everything before was removed. */
  cleared: boolean;
}

const base = oc.errors(declaredErrors);
const key = z.number().int().positive();
const ids = z.object({ ids: z.array(z.number().int().positive()).min(1).max(1_000_000) });
/** Where postbacks are sent instead of to their own URLs. */
const to = sendToSchema.optional();

const runSpeed = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('fast') }),
  z.object({ mode: z.literal('real') }),
  z.object({ mode: z.literal('scaled'), factor: z.number().min(LEAST_FACTOR).max(MOST_FACTOR) }),
]);

export const activityContract = {
  /** What changed after a `change`, then live: in batches, at most ten per second once it has caught up. */
  follow: base
    .input(z.object({ after: z.number().int().min(0) }))
    .output(eventIterator(type<ActivityBatch>())),
  /** A window of the actions, each as of the clock in force for it. */
  actions: base.input(actionsWindow).output(type<ListWindow<ActionRow>>()),
  /** Where an action stands in a list, 0 for the first; null when it is not in it. */
  actionPlace: base.input(actionList.extend({ of: key })).output(type<number | null>()),
  /** What the actions that fit come to, by currency, the most actions first. */
  actionTotals: base.input(actionFilter).output(type<CurrencyTotal[]>()),
  /** A window of the deliveries, by their ids. */
  deliveries: base.input(deliveriesWindow).output(type<ListWindow<DeliveryView>>()),
  /** The ids of the deliveries that fit, or of those from one place to another, ascending. */
  deliveryIds: base
    .input(deliveryFilter.extend({ between: z.tuple([key, key]).optional() }))
    .output(type<readonly number[]>()),
  /** Where a delivery stands among those that fit, the oldest being 0; null when it is not one of them. */
  deliveryPlace: base.input(deliveryFilter.extend({ id: key })).output(type<number | null>()),
  /** The marks of all deliveries of a list, with a histogram where bars are given. */
  marksOverview: base
    .input(
      deliveryFilter.pick({ run: true, subject: true, key: true }).extend({ bars: barsShape.optional() }),
    )
    .output(type<MarksOverview>()),
  /** Where the deliveries of each step of a run stand. */
  stepTallies: base.input(z.object({ run: key })).output(type<StepTallies>()),
  /** A window of what the receiver was told to respond other than by default, the newest first. */
  receiverHistory: base.input(receiverHistoryWindow).output(type<ListWindow<ToldSpan>>()),
  /** How many deliveries are due and held back on the clock of a run, or of work by hand for null. */
  heldBack: base.input(z.object({ run: key.nullable() })).output(type<number>()),
  /** How many deliveries of a run disorder or a step of the scenario did something to, by what it was. */
  onPurpose: base.input(z.object({ run: key })).output(type<{ what: Disorder; deliveries: number }[]>()),
  attempt: base.input(z.object({ id: z.number().int().positive() })).output(type<AttemptDetail>()),
  track: base
    .input(
      z
        .object({
          ...trackShape,
          /** The key of the click that is converted; SubIds and SharedId come from it. */
          click: key.optional(),
          to,
        })
        .superRefine(checkTrack),
    )
    .output(type<ActionView>()),
  modify: base
    .input(z.object({ ...modificationShape, key, to }).superRefine(checkModification))
    .output(type<ActionView>()),
  reverse: base.input(z.object({ ...reversalShape, key, to })).output(type<ActionView>()),
  restore: base.input(z.object({ key, to })).output(type<ActionView>()),
  /** Resets a modified or reversed action to its first values, before it locks. */
  reset: base.input(z.object({ key, to })).output(type<ActionView>()),
  approve: base.input(z.object({ key, to })).output(type<ActionView>()),
  /** Clears the payout of an approved action, ahead of its date. */
  clear: base.input(z.object({ key, to })).output(type<ActionView>()),
  /** Throws PB_ACTION_UNKNOWN. */
  action: base.input(z.object({ key })).output(type<ActionView>()),
  /** The values at the event of each of these deliveries of actions, without those that are gone. */
  values: base
    .input(z.object({ ids: z.array(z.number().int().positive()).max(1000) }))
    .output(type<{ id: number; values: Values }[]>()),
  /**
   * Sends a tracked event through one event-level postback at once, as the platform's Test does: with these
   * values, or made-up ones. Throws PB_POSTBACK_UNKNOWN, and PB_ARGUMENT_INVALID for a global one, which the platform
   * cannot test this way.
   */
  test: base
    .input(z.object({ file: z.string(), values: z.record(z.string(), z.string()).optional() }))
    .output(type<{ deliveryId: number }>()),
  /** Cancels open deliveries and aborts their attempts in flight. Returns how many. */
  cancelDeliveries: base.input(ids).output(type<{ changed: number }>()),
  /** Retries deliveries at once: those that wait, and those given up or cancelled. Returns how many. */
  retryDeliveries: base.input(ids).output(type<{ changed: number }>()),
  /** Retries all given-up deliveries, of one run or of all. */
  retryFailed: base
    .input(z.object({ runId: z.number().int().positive().optional() }))
    .output(type<{ changed: number }>()),
  /** Enables a postback again that its profile switched off; it fires from now on. */
  switchOn: base.input(z.object({ file: z.string() })).output(type<{ changed: boolean }>()),
  /** Announces, starts or ends maintenance on the visible clock. */
  maintenance: base
    .input(z.object({ do: z.enum(['announce', 'start', 'end']) }))
    .output(type<MaintenanceView>()),
  /** Removes actions, deliveries, attempts and ended runs. Fails with PB_RUN_BUSY while a run is in progress. */
  clearAll: base.output(type<{ actions: number; deliveries: number }>()),
  run: base
    .input(
      z.object({
        /** A scenario of the workspace, by its relative path. */
        file: z.string(),
        to,
        seed: z.number().int().min(0).max(0xffff_ffff).optional(),
        /** Fast without it. */
        speed: runSpeed.optional(),
      }),
    )
    .output(type<{ runId: number }>()),
  /**
   * What two runs differ in, delivery by delivery, and how far the comparison is meanwhile; who stops listening ends it.
   * Throws PB_RUN_UNKNOWN.
   */
  compareRuns: base.input(compareRunsSchema).output(eventIterator(type<CompareRunsEvent>())),
  cancelRun: base
    .input(z.object({ runId: z.number().int().positive() }))
    .output(type<{ cancelled: boolean }>()),
};

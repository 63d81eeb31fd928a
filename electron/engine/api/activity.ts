import { setImmediate as othersTurn } from 'node:timers/promises';
import type { SendTo } from '../../../shared/delivery/send-to.ts';
import type { ActionCommand } from '../../../shared/domain/action.ts';
import { modificationOf, purchaseOf } from '../../../shared/scenario/steps.ts';
import type { Engine } from '../engine.ts';
import { compareRuns } from '../run-comparison.ts';
import { timeOn } from '../store/settled-status.ts';
import { follow } from './change-stream.ts';
import { notThere, os, type Section, told } from './implementer.ts';

/**
 * Rows of one kind per batch at most. What looks at all rows of a store waits for `othersTurn`: what was asked for at
 * the same time and takes less is answered before it.
 */
const BATCH = 4_000;

/** Actions, deliveries and runs. */
export function activityRouter(engine: Engine): Section<'activity'> {
  const { activity, manual, runs, sending } = engine;
  const { actionWindows, deliveryWindows } = activity;
  const command = ({ key, to }: { key: number; to?: SendTo | undefined }, given: ActionCommand) =>
    manual.change(key, given, to);
  return {
    follow: os.activity.follow.handler(({ input, signal }) => {
      let after = input.after;
      let talliedTo = input.after;
      let first = true;
      engine.wantCatalogs();
      return follow({
        signal,
        subscribe: (listener) => activity.onChange(listener),
        read: () => {
          const batch = activity.after(after, BATCH);
          const empty = batch.last === after && !batch.cleared;
          // The first batch is sent even when it is empty: it tells the screen that it has caught up.
          if (empty && !first && talliedTo === activity.change) return undefined;
          after = batch.last;
          if (batch.cleared) talliedTo = 0;
          // A screen can show its lists before all deliveries of a large store have been counted.
          const isLater = first && !empty;
          const tallies = isLater ? [] : deliveryWindows.tallies.changedAfter(talliedTo);
          if (!isLater) talliedTo = activity.change;
          first = false;
          const more = batch.last < activity.change;
          return { batch: { ...batch, tallies }, more: more || !isLater ? more : 'soon' };
        },
      });
    }),
    actions: os.activity.actions.handler(({ input }) => actionWindows.list(input, engine.clocks())),
    actionPlace: os.activity.actionPlace.handler(({ input: { of, ...list } }) =>
      actionWindows.place(list, of, engine.clocks()),
    ),
    actionTotals: os.activity.actionTotals.handler(async ({ input }) => {
      await othersTurn();
      return actionWindows.totals(input, engine.clocks());
    }),
    deliveries: os.activity.deliveries.handler(({ input }) => deliveryWindows.list(input)),
    deliveryIds: os.activity.deliveryIds.handler(({ input: { between, ...filter } }) =>
      deliveryWindows.ids(filter, between),
    ),
    deliveryPlace: os.activity.deliveryPlace.handler(({ input: { id, ...filter } }) =>
      deliveryWindows.place(filter, id),
    ),
    marksOverview: os.activity.marksOverview.handler(async ({ input: { bars, ...filter } }) => {
      await othersTurn();
      return deliveryWindows.overview(filter, bars);
    }),
    onPurpose: os.activity.onPurpose.handler(({ input: { run } }) => deliveryWindows.onPurpose(run)),
    stepTallies: os.activity.stepTallies.handler(({ input: { run } }) => deliveryWindows.stepTallies(run)),
    receiverHistory: os.activity.receiverHistory.handler(({ input }) => engine.receiverHistory.list(input)),
    heldBack: os.activity.heldBack.handler(({ input: { run } }) => {
      const clock = engine.clocks();
      return deliveryWindows.heldBack(run, timeOn(clock, run));
    }),
    attempt: os.activity.attempt.handler(({ input }) => {
      const attempt = activity.attempt(input.id);
      if (attempt === undefined) throw notThere('PB_ATTEMPT_UNKNOWN', 'attempt');
      return attempt;
    }),
    track: os.activity.track.handler(({ input: { to, click, ...track } }) =>
      manual.track({ ...purchaseOf(track), click }, to),
    ),
    modify: os.activity.modify.handler(({ input: { key, to, ...modify } }) =>
      command({ key, to }, modificationOf(modify)),
    ),
    reverse: os.activity.reverse.handler(({ input }) =>
      command(input, { type: 'reverse', reason: input.reason }),
    ),
    restore: os.activity.restore.handler(({ input }) => command(input, { type: 'restore' })),
    reset: os.activity.reset.handler(({ input }) => command(input, { type: 'reset' })),
    approve: os.activity.approve.handler(({ input }) => command(input, { type: 'approve' })),
    clear: os.activity.clear.handler(({ input }) => command(input, { type: 'clear' })),
    action: os.activity.action.handler(({ input }) => manual.action(input.key)),
    values: os.activity.values.handler(({ input }) =>
      input.ids.flatMap((id) => {
        const values = activity.sentValues(id);
        return values === undefined ? [] : [{ id, values }];
      }),
    ),
    test: os.activity.test.handler(({ input }) => engine.tests.send(input.file, input.values)),
    cancelDeliveries: os.activity.cancelDeliveries.handler(({ input }) => ({
      changed: sending.cancel(input.ids),
    })),
    retryDeliveries: os.activity.retryDeliveries.handler(({ input }) => ({
      changed: sending.retry(input.ids),
    })),
    retryFailed: os.activity.retryFailed.handler(({ input }) => ({
      changed: sending.retryFailed(input.runId ?? null),
    })),
    switchOn: os.activity.switchOn.handler(({ input }) => ({ changed: sending.switchOn(input.file) })),
    maintenance: os.activity.maintenance.handler(({ input }) => engine.changeMaintenance(input.do)),
    clearAll: os.activity.clearAll.handler(() => engine.clearActivity()),
    run: os.activity.run.handler(async ({ input }) => {
      const scenario = engine.benches.workspace.scenario(input.file);
      const { id } = await runs.start({ ...input, scenario });
      return { runId: id };
    }),
    compareRuns: os.activity.compareRuns.handler(({ input }) => told(compareRuns(input, activity))),
    cancelRun: os.activity.cancelRun.handler(({ input }) => ({ cancelled: runs.cancel(input.runId) })),
  };
}

import { Clock } from '../../electron/engine/clock.ts';
import { Ceiling } from '../../electron/engine/sender/ceiling.ts';
import { Sender } from '../../electron/engine/sender/sender.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { Maintenance } from '../../electron/engine/world/maintenance.ts';
import { plannedRun, Run, type RunRecord } from '../../electron/engine/world/run.ts';
import { Session } from '../../electron/engine/world/session.ts';
import { findProfile } from '../../shared/delivery/profiles/all.ts';
import type { PostbackSource } from '../../shared/delivery/send-to.ts';
import { SAMPLE_TIME, SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { DEFAULT_SENDING } from '../../shared/workspace/schema.ts';
import { MemoryCatalogs } from '../../shared/world/memory-things.ts';

export interface LargeWorld {
  store: ActivityStore;
  clock: Clock;
  runId: number;
  run: RunRecord;
  seconds: number;
  close: () => Promise<void>;
}

/** Fires for each event of an action. */
const POSTBACK: PostbackSource = {
  file: 'postbacks/large.yaml',
  postback: postbackSchema.parse({
    name: 'Large',
    url: '/pb?id={ActionId}&status={Status}&pay={Payout}',
  }),
};

export const LARGE_SCENARIO = 'large.yaml';

/** A scenario with so many purchases over ten days, of which some are modified and some reversed. */
export function largeScenario(actions: number) {
  return {
    name: 'Large',
    steps: [
      {
        repeat: {
          times: actions,
          over: '10 d',
          track: { amount: { from: '5.00', to: '250.00' }, subId1: 'bench' },
          modified: { share: 0.05, within: '7 d', to: 0.6 },
          reversed: { share: 0.08, within: '7 d' },
        },
      },
    ],
  };
}

/**
 * Plays that scenario into the store of a folder, without a network. With `delivers` a postback fires for
 * each event, of which one in twenty is answered with 500 at first.
 */
export async function playLargeWorld(
  folder: string,
  { actions, delivers }: { actions: number; delivers: boolean },
): Promise<LargeWorld> {
  const database = openDatabase(folder);
  const clock = new Clock(SAMPLE_TIME, 'fast');
  const store = new ActivityStore(database);
  const { profile } = findProfile('impact')!;
  const base = 'http://127.0.0.1:9';
  let sent = 0;
  const sender = new Sender({
    store: store.outbox,
    clock,
    transport: async () => {
      sent += 1;
      return {
        outcome: 'answered' as const,
        status: sent % 20 === 0 ? 500 : 200,
        headers: [],
        body: Buffer.alloc(0),
        bodyLength: 0,
        connectMs: 0,
        firstByteMs: 0,
        durationMs: 0,
        cause: '',
      };
    },
    rules: () => ({ profile }),
    settings: () => ({ known: () => true, unknown: 'literal', receiverBase: base }),
    ceiling: new Ceiling({ perSecond: () => 1, isOwn: (origin) => origin === base }),
  });
  const scenario = scenarioSchema.parse(largeScenario(actions));
  const started = performance.now();
  const view = plannedRun(scenario, { file: LARGE_SCENARIO, to: undefined, seed: 1, at: clock.now() });
  const runId = store.addRun(view);
  const session = new Session({
    store,
    clock,
    sender,
    runId,
    catalogs: new MemoryCatalogs(1),
    world: () => SAMPLE_WORLD,
    deliveryPlan: () => ({ sending: DEFAULT_SENDING, rules: () => ({ profile }), seed: 1 }),
    postbacks: () => (delivers ? [POSTBACK] : []),
  });
  const maintenance = new Maintenance(store, sender, clock, runId);
  const { signal } = new AbortController();
  const run = await new Run(
    { store, session, maintenance, respond: () => {}, scenario, to: undefined, signal },
    view,
  ).play();
  const seconds = (performance.now() - started) / 1000;
  const { total } = store.actionWindows.head.now;
  if (run.state !== 'finished' || total !== actions)
    throw new Error(`The run ${run.state} with ${total} actions.`);
  return {
    store,
    clock,
    runId,
    run,
    seconds,
    close: async () => {
      await sender.close();
      database.close();
    },
  };
}

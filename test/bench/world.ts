import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../electron/engine/clock.ts';
import { Ceiling } from '../../electron/engine/sender/ceiling.ts';
import { Sender } from '../../electron/engine/sender/sender.ts';
import { ActivityStore } from '../../electron/engine/store/activity.ts';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { Maintenance } from '../../electron/engine/world/maintenance.ts';
import { plannedRun, Run } from '../../electron/engine/world/run.ts';
import { Session } from '../../electron/engine/world/session.ts';
import { actionsWindow } from '../../shared/contract/activity-lists.ts';
import { findProfile } from '../../shared/delivery/profiles.ts';
import { SAMPLE_TIME, SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { DEFAULT_SENDING } from '../../shared/workspace/schema.ts';
import { MemoryCatalogs } from '../../shared/world/memory-things.ts';
import type { BenchResult } from './run.ts';

const ACTIONS = 100_000;
const TARGET_SECONDS = 5;

/** A world of 100,000 actions, of which some are modified and some reversed, on disk, without postbacks. */
export async function benchWorld(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-bench-'));
  const database = openDatabase(folder);
  const clock = new Clock(SAMPLE_TIME, 'fast');
  const store = new ActivityStore(database);
  const { profile } = findProfile('impact')!;
  const base = 'http://127.0.0.1:9';
  const sender = new Sender({
    store: store.outbox,
    clock,
    transport: () => Promise.reject(new Error('Nothing is sent.')),
    rules: () => ({ profile }),
    settings: () => ({ known: () => true, unknown: 'literal', receiverBase: base }),
    ceiling: new Ceiling({ perSecond: () => 1, ownOrigin: () => base }),
  });
  const scenario = scenarioSchema.parse({
    name: 'bench',
    steps: [
      {
        repeat: {
          times: ACTIONS,
          over: '10 d',
          track: { amount: { from: '5.00', to: '250.00' }, subId1: 'bench' },
          modified: { share: 0.05, within: '7 d', to: 0.6 },
          reversed: { share: 0.08, within: '7 d' },
        },
      },
    ],
  });
  const started = performance.now();
  const view = plannedRun(scenario, { file: 'bench.yaml', to: undefined, seed: 1, at: clock.now() });
  const id = store.addRun(view);
  const session = new Session({
    store,
    clock,
    sender,
    runId: id,
    catalogs: new MemoryCatalogs(1),
    world: () => SAMPLE_WORLD,
    firing: () => ({ sending: DEFAULT_SENDING, rules: () => ({ profile }), seed: 1 }),
    postbacks: () => [],
  });
  const maintenance = new Maintenance(store, sender, clock, id);
  const { signal } = new AbortController();
  const run = new Run(
    { store, session, maintenance, respond: () => {}, scenario, to: undefined, signal },
    view,
  );
  const { state, events } = await run.play();
  const seconds = (performance.now() - started) / 1000;
  const made = store.actions.ofRun(id).length;
  const { actionWindows } = store;
  const clocks = { now: clock.now(), runs: [] };
  const listed = performance.now();
  const page = actionWindows.list(actionsWindow.parse({ limit: 500 }), clocks).rows.length;
  const pageMs = performance.now() - listed;
  await sender.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
  if (state !== 'finished' || made !== ACTIONS) throw new Error(`The run ${state} with ${made} actions.`);
  return {
    name: `a world of ${ACTIONS.toLocaleString('en')} actions in under ${TARGET_SECONDS} s`,
    ratio: TARGET_SECONDS / seconds,
    target: 1,
    detail: `${seconds.toFixed(1)} s, ${events.toLocaleString('en')} events; a page of ${page} rows in ${pageMs.toFixed(0)} ms.`,
  };
}

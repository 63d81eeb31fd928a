import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsWindow } from '../../shared/contract/activity-lists.ts';
import { playLargeWorld } from './large-world.ts';
import type { BenchResult } from './run.ts';

const ACTIONS = 100_000;
const TARGET_SECONDS = 4;

/** A world of 100,000 actions, of which some are modified and some reversed, on disk, without postbacks. */
export async function benchWorld(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-bench-'));
  const { store, clock, run, seconds, close } = await playLargeWorld(folder, {
    actions: ACTIONS,
    delivers: false,
  });
  const clocks = { now: clock.now(), runs: [] };
  const listed = performance.now();
  const page = store.actionWindows.list(actionsWindow.parse({ limit: 500 }), clocks).rows.length;
  const pageMs = performance.now() - listed;
  await close();
  rmSync(folder, { recursive: true, force: true });
  return {
    name: `a world of ${ACTIONS.toLocaleString('en')} actions in under ${TARGET_SECONDS} s`,
    ratio: TARGET_SECONDS / seconds,
    target: 1,
    detail: `${seconds.toFixed(1)} s, ${run.events.toLocaleString('en')} events; a page of ${page} rows in ${pageMs.toFixed(0)} ms.`,
  };
}

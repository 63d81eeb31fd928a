import type { Router } from '@orpc/server';
import type { contract } from '../../../shared/contract/contract.ts';
import type { Engine } from '../engine.ts';
import { activityRouter } from './activity.ts';
import { capturesRouter } from './captures.ts';
import { clockRouter } from './clock.ts';
import { draftsRouter } from './drafts.ts';
import { engineRouter } from './engine.ts';
import { os } from './implementer.ts';
import { workspaceRouter } from './workspace.ts';
import { worldRouter } from './world.ts';

/** The contract, implemented once: hosted over a MessagePort by the desktop and over a WebSocket without it. */
export function createRouter(engine: Engine): Router<typeof contract, Record<never, never>> {
  return os.router({
    engine: engineRouter(engine),
    clock: clockRouter(engine),
    workspace: workspaceRouter(engine),
    drafts: draftsRouter(engine),
    captures: capturesRouter(engine),
    activity: activityRouter(engine),
    world: worldRouter(engine),
  });
}

import { ORPCError, type Router } from '@orpc/server';
import type { contract } from '../../../shared/contract/contract.ts';
import type { Engine } from '../engine.ts';
import { activityRouter } from './activity.ts';
import { capturesRouter } from './captures.ts';
import { checksRouter } from './checks.ts';
import { clockRouter } from './clock.ts';
import { draftsRouter } from './drafts.ts';
import { engineRouter } from './engine.ts';
import { os } from './implementer.ts';
import { receiverRouter } from './receiver.ts';
import { workspaceRouter } from './workspace.ts';
import { worldRouter } from './world.ts';

/** The contract, implemented once: served over a MessagePort by the desktop and over a WebSocket otherwise. */
export function createRouter(engine: Engine): Router<typeof contract, Record<never, never>> {
  const logged = os.use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'PB_INTERNAL')
        engine.log.error('A call from the screen failed because of a bug.', { error: error.cause });
      throw error;
    }
  });
  return logged.router({
    engine: engineRouter(engine),
    clock: clockRouter(engine),
    workspace: workspaceRouter(engine),
    drafts: draftsRouter(engine),
    captures: capturesRouter(engine),
    receiver: receiverRouter(engine),
    activity: activityRouter(engine),
    world: worldRouter(engine),
    checks: checksRouter(engine),
  });
}

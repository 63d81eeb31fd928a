import type { ContractRouterClient } from '@orpc/contract';
import { activityContract } from './activity.ts';
import { capturesContract } from './captures.ts';
import { checksContract } from './checks.ts';
import { clockContract } from './clock.ts';
import { draftsContract } from './drafts.ts';
import { engineContract } from './engine.ts';
import { receiverContract } from './receiver.ts';
import { workspaceContract } from './workspace.ts';
import { worldContract } from './world.ts';

/**
 * The only API between the engine and its screens. The desktop reaches it through a MessagePort, the browser
 * through a WebSocket; nothing else passes between them. Bytes are base64, times are ms since the epoch.
 */
export const contract = {
  engine: engineContract,
  clock: clockContract,
  workspace: workspaceContract,
  drafts: draftsContract,
  captures: capturesContract,
  receiver: receiverContract,
  activity: activityContract,
  world: worldContract,
  checks: checksContract,
};

/** A screen's client of the engine. */
export type EngineClient = ContractRouterClient<typeof contract>;

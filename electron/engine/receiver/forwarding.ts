import type { Forward } from '../../../shared/receiver/rules/forward-schema.ts';
import { plural } from '../bytes.ts';
import type { Reply } from './reply.ts';

/** A request to be passed on. */
export interface ForwardedRequest {
  method: string;
  target: string;
  /** Names and values alternating, as received. */
  rawHeaders: readonly string[];
  body: Uint8Array;
}

/** What came of it: the response's bytes, or why there is none. */
export type ForwardResult =
  | { ok: true; status: number; bytes: Buffer; headLength: number; ms: number }
  | { ok: false; problem: string };

/** Passes a request on to the user's real server. Never rejects. */
export type ForwardRequest = (
  request: ForwardedRequest,
  forward: Forward,
  signal: AbortSignal,
) => Promise<ForwardResult>;

/** The other server's response, to be sent as it is. */
export function replyOfForward({ status, bytes, headLength }: Extract<ForwardResult, { ok: true }>): Reply {
  return { status, headers: [], body: bytes.subarray(headLength), bytes };
}

/** What is noted of a forward. */
export function forwardNote({ to }: Forward, result: ForwardResult): string {
  if (!result.ok) return `Not forwarded to ${to}: ${result.problem}.`;
  const { status, bytes, ms } = result;
  return `Forwarded to ${to}, which responded ${status} with ${plural(bytes.length)} after ${Math.round(ms)} ms.`;
}

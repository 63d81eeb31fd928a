import { setTimeout as wait } from 'node:timers/promises';
import { outcomeSentence } from '../../shared/delivery/outcome.ts';
import { isThisMachine } from '../../shared/http/this-machine.ts';
import {
  departures,
  type Replay,
  type Replayed,
  replayUrl,
} from '../../shared/receiver/replay/replay-plan.ts';
import type { WireUrl } from '../../shared/template/url.ts';
import { replayedRequest } from './replayed-request.ts';
import { Cancellation, type Outgoing, type Transport } from './sender/transport.ts';
import type { CaptureStore } from './store/captures.ts';
import { checkTarget } from './world/check-target.ts';

/** Requests in flight at most; later ones wait. */
const MOST_IN_FLIGHT = 50;

export interface ReplayOptions {
  captures: Pick<CaptureStore, 'get' | 'newest' | 'lastId'>;
  /** The newest capture that came to an origin from a local port, where that origin is our own. */
  captureFrom?: (origin: string, port: number) => number | undefined;
  transport: Transport;
  /** Hosts outside this machine that may be sent to. */
  allowedHosts: readonly string[];
  /** Most requests per second to a host that is not this machine. */
  ceiling: number;
  workspace: string;
  /** Real ms. */
  connectTimeout: number;
  responseTimeout: number;
  /** Ends the replay: nothing more leaves, and what is in flight is broken off. */
  signal: AbortSignal;
}

interface Planned {
  id: number;
  turn: number;
  url: WireUrl;
  at: number | undefined;
}

/**
 * Sends captured requests again, each with its method, target, headers and the bytes of its body, and yields what came
 * of each, in the order in which they ended. Throws PB_CAPTURE_UNKNOWN, PB_URL_INVALID, PB_HOST_NOT_ALLOWED, and
 * PB_ARGUMENT_INVALID for a capture that is no whole request, before anything is sent.
 */
export async function* replay(plan: Replay, options: ReplayOptions): AsyncGenerator<Replayed> {
  const { signal } = options;
  await checkTarget(plan.to, options.allowedHosts);
  const planned = planOf(plan, options);
  const started = performance.now();
  const inFlight = new Set<Promise<void>>();
  const ended: Replayed[] = [];
  const most = plan.timing === 'one-by-one' ? 1 : MOST_IN_FLIGHT;
  for (const one of planned) {
    while (inFlight.size >= most) {
      await Promise.race(inFlight);
      yield* ended.splice(0);
    }
    const early = one.at === undefined ? 0 : started + one.at - performance.now();
    if (early > 0) await wait(early, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    yield* ended.splice(0);
    const sending = send(one, plan, options).then((replayed) => {
      if (replayed !== undefined) ended.push(replayed);
      inFlight.delete(sending);
    });
    inFlight.add(sending);
  }
  while (inFlight.size > 0) {
    await Promise.race(inFlight);
    yield* ended.splice(0);
  }
  yield* ended.splice(0);
}

function planOf(plan: Replay, { captures, ceiling }: ReplayOptions): Planned[] {
  const found = plan.ids.map((id) => {
    const { target, arrival } = replayedRequest(captures, id, plan);
    return { id, url: replayUrl(target, plan.to), arrival };
  });
  const hostname = found[0]?.url.hostname ?? '';
  const moments = departures(
    plan,
    found.map(({ arrival }) => arrival),
    isThisMachine(hostname) ? undefined : ceiling,
  );
  return Array.from({ length: plan.times }, (_, turn) =>
    found.map(({ id, url }, index) => ({
      id,
      url,
      turn: turn + 1,
      at: moments?.[turn * found.length + index],
    })),
  ).flat();
}

/** Undefined for a request that was broken off by the signal, or whose capture was cleared meanwhile. */
async function send(
  { id, turn, url }: Planned,
  plan: Replay,
  options: ReplayOptions,
): Promise<Replayed | undefined> {
  const { captures, captureFrom, transport, workspace, connectTimeout, responseTimeout, signal } = options;
  if (signal.aborted || captures.get(id, 0) === undefined) return undefined;
  const { method, headers, body } = replayedRequest(captures, id, plan);
  const outgoing: Outgoing = { url, method, headers, body };
  const cancellation = new Cancellation();
  const cancel = () => cancellation.cancel();
  let port = 0;
  const onSent = (localPort: number) => {
    port = localPort;
  };
  signal.addEventListener('abort', cancel, { once: true });
  const timeouts = { connectTimeout, responseTimeout };
  const result = await transport(outgoing, { cancellation, workspace, onSent, ...timeouts });
  signal.removeEventListener('abort', cancel);
  const { outcome, status, durationMs, cause } = result;
  if (outcome === 'cancelled') return undefined;
  const problem =
    outcome === 'answered'
      ? ''
      : [outcomeSentence(outcome, status), cause].filter((part) => part !== '').join(' ');
  return {
    id,
    turn,
    url: url.origin + url.target,
    status,
    ms: Math.round(durationMs * 10) / 10,
    problem,
    capture: captureFrom?.(url.origin, port) ?? null,
  };
}

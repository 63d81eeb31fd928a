import { setTimeout as wait } from 'node:timers/promises';
import type { Capture } from '../../shared/contract/captures.ts';
import { outcomeSentence } from '../../shared/delivery/outcome.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { headerOf } from '../../shared/http/headers.ts';
import { isThisMachine } from '../../shared/http/this-machine.ts';
import {
  departures,
  type Replay,
  type Replayed,
  replayHeaders,
  replayUrl,
} from '../../shared/receiver/replay/replay-plan.ts';
import { filledIn, numberOf, placeholdersIn } from '../../shared/receiver/share/placeholders.ts';
import type { WireUrl } from '../../shared/template/url.ts';
import { Cancellation, type Outgoing, type Transport } from './sender/transport.ts';
import type { CaptureStore } from './store/captures.ts';
import { checkTarget } from './world/check-target.ts';

/** Requests in flight at most; later ones wait. */
const MOST_IN_FLIGHT = 50;

export interface ReplayOptions {
  captures: Pick<CaptureStore, 'get'>;
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
    const sending = send(one, plan.fill, options).then((replayed) => {
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
    const capture = captures.get(id, 0);
    if (capture === undefined) {
      throw new PostbenchError('PB_CAPTURE_UNKNOWN', `There is no capture ${id}.`, {
        remedy: 'It was cleared. Select another one.',
      });
    }
    if (capture.state !== 'complete' || capture.method === 'CONNECT') {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `Capture ${id} is not a complete request.`, {
        remedy: 'Only requests that were captured with all of their body can be sent again.',
      });
    }
    const target = filledIn(capture.target, plan.fill, 'target');
    requireFilled(captures, id, plan.fill);
    return { id, url: replayUrl(target, plan.to), arrival: capture.receivedAt };
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

/** Throws PB_ARGUMENT_INVALID for an imported capture with masked values that are not filled in. */
function requireFilled(captures: ReplayOptions['captures'], id: number, fill: Replay['fill']): void {
  const capture = captures.get(id, Number.MAX_SAFE_INTEGER);
  if (capture === undefined || capture.origin === null) return;
  const texts = [capture.target, ...capture.headers.map(([, value]) => value), latin1Of(capture.body)];
  const left = placeholdersIn(texts.join('\n')).filter((one) => fill[numberOf(one)] === undefined);
  if (left.length === 0) return;
  throw new PostbenchError(
    'PB_ARGUMENT_INVALID',
    `Capture ${id} has masked values that are not filled in: ${left.slice(0, 5).join(', ')}${left.length > 5 ? ', …' : ''}.`,
    { remedy: `Fill them in, as in --fill ${numberOf(left[0]!)}=VALUE.` },
  );
}

const latin1Of = (base64: string) => Buffer.from(base64, 'base64').toString('latin1');

function filledBody(capture: Capture, fill: Replay['fill']): Buffer {
  const bytes = Buffer.from(capture.body, 'base64');
  if (capture.origin === null || Object.keys(fill).length === 0) return bytes;
  const type = headerOf(capture.headers, 'content-type') ?? '';
  const utf8 = Object.fromEntries(
    Object.entries(fill).map(([key, value]) => [key, Buffer.from(value).toString('latin1')]),
  );
  const isEncoded = /x-www-form-urlencoded/i.test(type);
  return Buffer.from(filledIn(bytes.toString('latin1'), isEncoded ? fill : utf8, 'body', type), 'latin1');
}

/** Undefined for a request that was broken off by the signal, or whose capture was cleared meanwhile. */
async function send(
  { id, turn, url }: Planned,
  fill: Replay['fill'],
  options: ReplayOptions,
): Promise<Replayed | undefined> {
  const { captures, transport, workspace, connectTimeout, responseTimeout, signal } = options;
  const capture = captures.get(id, Number.MAX_SAFE_INTEGER);
  if (capture === undefined || signal.aborted) return undefined;
  const outgoing: Outgoing = {
    url,
    method: capture.method,
    headers: replayHeaders(capture.headers).map(([name, value]) => [name, filledIn(value, fill, 'header')]),
    body: filledBody(capture, fill),
  };
  const cancellation = new Cancellation();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const result = await transport(outgoing, { cancellation, workspace, connectTimeout, responseTimeout });
  signal.removeEventListener('abort', cancel);
  const { outcome, status, durationMs, cause } = result;
  if (outcome === 'cancelled') return undefined;
  const problem =
    outcome === 'answered'
      ? ''
      : [outcomeSentence(outcome, status), cause].filter((part) => part !== '').join(' ');
  return { id, turn, url: url.origin + url.target, status, ms: Math.round(durationMs * 10) / 10, problem };
}

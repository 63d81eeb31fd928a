import type { AttemptStart } from '../../../shared/delivery/attempt.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { Values } from '../../../shared/domain/values.ts';
import { type RenderedRequest, renderPostback, wireOf } from '../../../shared/template/postback.ts';
import type { ResolvedPostback } from './resolved-postback.ts';
import type { SendingStore } from './sending-store.ts';
import type { Outgoing } from './transport.ts';

export interface PrepareOptions {
  store: Pick<SendingStore, 'firstRequest' | 'values'>;
  postback: ResolvedPostback;
  /** Values as of now for a profile that sends them so; undefined keeps those of the event. */
  currentValues: Values | undefined;
  /** When it leaves, on the clock in force. */
  sentAt: number;
  /** The last maintenance that held it back. */
  maintenance: { from: number; to: number };
}

/** An attempt as it will be stored and sent. */
export interface PreparedAttempt {
  delivery: OpenDelivery;
  rules: DeliveryRules;
  start: AttemptStart;
  /** What to send, or why it cannot be sent. */
  outgoing: Outgoing | string;
}

const NOTHING = Buffer.alloc(0);

function bytesOf(head: string, body: Buffer): Buffer {
  const bytes = Buffer.from(head, 'latin1');
  return body.length === 0 ? bytes : Buffer.concat([bytes, body]);
}

/** Renders an attempt, or takes the bytes of the first one again. */
export function prepareAttempt(delivery: OpenDelivery, options: PrepareOptions): PreparedAttempt {
  const { postback, sentAt, maintenance } = options;
  const request = requestOf(delivery, options);
  const wire = wireOf(request);
  const body = request.body === null ? NOTHING : Buffer.from(request.body, 'utf8');
  // What it waited since it was due: for the end of maintenance, then for its turn under the limit.
  const maintenanceWaitMs = Math.max(
    0,
    Math.min(maintenance.to, sentAt) - Math.max(maintenance.from, delivery.dueAt),
  );
  const limited = postback.postback.maximumRequestsPerSecond !== undefined;
  const start: AttemptStart = {
    number: delivery.attempts + 1,
    dueAt: delivery.dueAt,
    sentAt,
    rateWaitMs: limited ? Math.max(0, sentAt - delivery.dueAt - maintenanceWaitMs) : 0,
    maintenanceWaitMs,
    intended: delivery.intended === 'lose-answer' && delivery.attempts === 0 ? 'lose-answer' : '',
    origin: wire.ok ? wire.url.origin : '',
    bytes: wire.ok ? bytesOf(wire.head, body) : NOTHING,
  };
  return {
    delivery,
    rules: postback.rules,
    start,
    outgoing: wire.ok
      ? { url: wire.url, method: request.method, headers: request.headers, body }
      : wire.reason,
  };
}

/** The bytes of the first attempt again, unless values are those of each sending. */
function requestOf(delivery: OpenDelivery, options: PrepareOptions): RenderedRequest {
  const { store, postback, currentValues } = options;
  const first =
    delivery.attempts > 0 && currentValues === undefined ? store.firstRequest(delivery.id) : undefined;
  if (first !== undefined) return first;
  return renderPostback(postback.compiled, currentValues ?? store.values(delivery.id), postback.settings);
}

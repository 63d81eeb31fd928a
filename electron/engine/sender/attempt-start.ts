import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { Values } from '../../../shared/domain/values.ts';
import { type RenderedRequest, renderPostback, wireOf } from '../../../shared/template/postback.ts';
import type { OpenDelivery, Outbox } from '../store/outbox.ts';
import type { AttemptStart } from '../store/starts.ts';
import type { Terms } from './terms.ts';
import type { Outgoing } from './transport.ts';

export interface StartOptions {
  outbox: Outbox;
  terms: Terms;
  /** Values as of now for a profile that sends them so; undefined keeps those of the event. */
  currentValues: Values | undefined;
  /** When it leaves, on the clock in force. */
  sentAt: number;
  /** The last maintenance that held it back. */
  maintenance: { from: number; to: number };
}

/** An attempt as it will be stored and sent. */
export interface PreparedAttempt {
  waiting: OpenDelivery;
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
export function prepareAttempt(waiting: OpenDelivery, options: StartOptions): PreparedAttempt {
  const { terms, sentAt, maintenance } = options;
  const request = requestOf(waiting, options);
  const wire = wireOf(request);
  const body = request.body === null ? NOTHING : Buffer.from(request.body, 'utf8');
  // What it waited since it was due: for the end of maintenance, then for its turn under the limit.
  const maintenanceWaitMs = Math.max(
    0,
    Math.min(maintenance.to, sentAt) - Math.max(maintenance.from, waiting.dueAt),
  );
  const limited = terms.postback.maximumRequestsPerSecond !== undefined;
  const start: AttemptStart = {
    number: waiting.attempts + 1,
    dueAt: waiting.dueAt,
    sentAt,
    rateWaitMs: limited ? Math.max(0, sentAt - waiting.dueAt - maintenanceWaitMs) : 0,
    maintenanceWaitMs,
    intended: waiting.intended === 'lose-answer' && waiting.attempts === 0 ? 'lose-answer' : '',
    origin: wire.ok ? wire.url.origin : '',
    bytes: wire.ok ? bytesOf(wire.head, body) : NOTHING,
  };
  return {
    waiting,
    rules: terms.rules,
    start,
    outgoing: wire.ok
      ? { url: wire.url, method: request.method, headers: request.headers, body }
      : wire.reason,
  };
}

/** The bytes of the first attempt again, unless values are those of each sending. */
function requestOf(waiting: OpenDelivery, options: StartOptions): RenderedRequest {
  const { outbox, terms, currentValues } = options;
  const first = waiting.attempts > 0 && currentValues === undefined ? outbox.request(waiting.id) : undefined;
  if (first !== undefined) return first;
  return renderPostback(terms.compiled, currentValues ?? outbox.values(waiting.id), terms.settings);
}

import type { AttemptStart, SecretUse } from '../../../shared/delivery/attempt.ts';
import type { OpenDelivery } from '../../../shared/delivery/open-delivery.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import {
  type RenderedRequest,
  renderPostback,
  type Wire,
  wireOf,
} from '../../../shared/template/postback.ts';
import {
  secretsOnWire,
  usesSecrets,
  type WireSecret,
  withSecrets,
} from '../../../shared/template/wire-secrets.ts';
import type { ResolvedPostback } from './resolved-postback.ts';
import type { SecretValues } from './secret-values.ts';
import type { FirstRequest, SendingStore } from './sending-store.ts';
import type { Outgoing, Unsendable } from './transport.ts';

export interface PrepareOptions {
  store: Pick<SendingStore, 'firstRequest' | 'values'>;
  postback: ResolvedPostback;
  /** Values as of now, for a profile that sends those; undefined keeps the values of the event. */
  currentValues: Values | undefined;
  /** Values of secrets as of now, used for this attempt only. */
  secrets: SecretValues;
  /** When it leaves, on the clock in force. */
  sentAt: number;
  /** The last maintenance that delayed it. */
  maintenance: { from: number; to: number };
}

/** An attempt as it will be stored and sent. */
export interface PreparedAttempt {
  delivery: OpenDelivery;
  rules: DeliveryRules;
  start: AttemptStart;
  /** What to send, or why it cannot be sent. */
  outgoing: Outgoing | Unsendable;
}

const NOTHING = Buffer.alloc(0);

function bytesOf(head: string, body: Buffer): Buffer {
  const bytes = Buffer.from(head, 'latin1');
  return body.length === 0 ? bytes : Buffer.concat([bytes, body]);
}

/** Renders an attempt, or repeats the bytes of the first one. Only what is sent contains values of secrets. */
export function prepareAttempt(delivery: OpenDelivery, options: PrepareOptions): PreparedAttempt {
  const { postback, sentAt, maintenance } = options;
  const first = firstRequest(delivery, options);
  const request = first?.request ?? rendered(delivery, options);
  const wire = wireOf(request);
  const secrets = first?.secrets ?? secretsOf(wire, request, delivery, options);
  const uses = usesOf(secrets, options.secrets);
  const body = bodyOf(request);
  // How long it waited after it was due: for the end of maintenance, then for the rate limit.
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
    secrets: uses.map(({ use }) => use),
  };
  const outgoing =
    wire.ok && uses.length === 0 ? outgoingOf(request, wire, body) : filled(wire, uses, options.secrets);
  return { delivery, rules: postback.rules, start, outgoing };
}

function bodyOf({ body }: RenderedRequest): Buffer {
  return body === null ? NOTHING : Buffer.from(body, 'utf8');
}

function outgoingOf(
  { method, headers }: RenderedRequest,
  { url }: Wire & { ok: true },
  body: Buffer,
): Outgoing {
  return { url, method, headers, body };
}

/** A secret with its current value. */
interface Used {
  use: SecretUse;
  value: string | undefined;
}

const NO_USES: readonly Used[] = [];

function usesOf(secrets: readonly WireSecret[], values: SecretValues): readonly Used[] {
  if (secrets.length === 0) return NO_USES;
  return secrets.map((secret) => {
    const value = values.value(secret.name);
    const fingerprint = value === undefined ? '' : values.fingerprint(secret.name, value);
    return { use: { ...secret, fingerprint }, value };
  });
}

/** The request with the values of its secrets, or why it is not sent. */
function filled(wire: Wire, uses: readonly Used[], values: SecretValues): Outgoing | Unsendable {
  if (!wire.ok) return { outcome: 'malformed-url', cause: wire.reason };
  const missing = uses.filter(({ value }) => value === undefined).map(({ use }) => use.name);
  if (missing.length > 0)
    return {
      outcome: 'secret-missing',
      cause: [...new Set(missing)].map((name) => values.whyMissing(name)).join(' '),
    };
  const byName = new Map(uses.map(({ use, value }) => [use.name, value ?? '']));
  const request = withSecrets(
    wire,
    uses.map(({ use }) => use),
    (name) => byName.get(name) ?? '',
  );
  const filledWire = wireOf(request);
  return filledWire.ok
    ? outgoingOf(request, filledWire, bodyOf(request))
    : { outcome: 'malformed-url', cause: filledWire.reason };
}

/** The request of the first attempt, which a retry repeats unless values are computed at each attempt. */
function firstRequest(
  delivery: OpenDelivery,
  { store, currentValues }: PrepareOptions,
): FirstRequest | undefined {
  return delivery.attempts > 0 && currentValues === undefined ? store.firstRequest(delivery.id) : undefined;
}

function valuesOf({ id }: OpenDelivery, { store, currentValues }: PrepareOptions): Values {
  return currentValues ?? store.values(id);
}

function rendered(delivery: OpenDelivery, options: PrepareOptions): RenderedRequest {
  const { compiled, settings } = options.postback;
  return renderPostback(compiled, valuesOf(delivery, options), settings);
}

function secretsOf(
  wire: Wire,
  request: RenderedRequest,
  delivery: OpenDelivery,
  options: PrepareOptions,
): readonly WireSecret[] {
  const { compiled, settings } = options.postback;
  if (!wire.ok || !usesSecrets(compiled)) return [];
  return secretsOnWire(compiled, valuesOf(delivery, options), settings, { request, wire });
}

import { drawFrom } from '../../domain/random.ts';
import { headerOf } from '../../http/headers.ts';
import { drawDelay } from './delay.ts';
import { fillResponse, placeOfType } from './fill-response.ts';
import type { Forward } from './forward-schema.ts';
import type { RuleRequest } from './match.ts';
import { type Fault, isTlsFault, type Respond } from './reaction-schema.ts';
import type { Chosen } from './rule-book.ts';

/** What to send for one request, before it is turned into bytes. */
export interface ResponsePlan {
  status: number;
  headers: readonly (readonly [string, string])[];
  /** Null for the status in words, which is what a response without a body of its own has. */
  body: { text: string } | { base64: string } | null;
  /** Real ms to wait before it is sent. */
  delay: number;
  /** Where the request is passed on to first: the response is the one from there. Null for nowhere. */
  forward: Forward | null;
  /** What goes wrong while it is sent; null for nothing. */
  fault: Fault | null;
}

const DEFAULT: Respond = { status: [200], headers: {}, retryAfterAs: 'seconds' };

/** The response of a rule to a request, its values filled in and its delay drawn. @param now real ms since the epoch */
export function planResponse(
  { rule, index, occurrence }: Chosen,
  request: RuleRequest,
  now: number,
): ResponsePlan {
  const respond = rule.respond ?? DEFAULT;
  const fault = rule.fault === undefined || isTlsFault(rule.fault) ? null : rule.fault;
  const { status, retryAfter, retryAfterAs, delay } = respond;
  const headers = Object.entries(respond.headers).map(([name, value]): [string, string] => [
    name,
    fillResponse(value, 'header', request),
  ]);
  if (retryAfter !== undefined) headers.push(['Retry-After', retryText(retryAfter, retryAfterAs, now)]);
  if (fault?.type === 'redirect-loop') headers.push(['Location', request.target]);
  return {
    status: fault?.type === 'redirect-loop' ? 302 : status[Math.min(occurrence, status.length - 1)]!,
    headers,
    body: bodyOf(respond, headers, request),
    delay:
      delay === undefined ? 0 : drawDelay(delay, drawFrom(rule.when.seed ?? 0, 'delay', index, occurrence)),
    forward: rule.forward ?? null,
    fault: fault?.type === 'redirect-loop' ? null : fault,
  };
}

function retryText(ms: number, as: 'seconds' | 'date', now: number): string {
  return as === 'date' ? new Date(now + ms).toUTCString() : String(Math.ceil(ms / 1000));
}

function bodyOf(
  { body, bodyBase64 }: Respond,
  headers: readonly (readonly [string, string])[],
  request: RuleRequest,
): ResponsePlan['body'] {
  if (bodyBase64 !== undefined) return { base64: bodyBase64 };
  if (body === undefined) return null;
  const place = placeOfType(headerOf(headers, 'content-type') ?? '');
  return { text: fillResponse(body, place, request) };
}

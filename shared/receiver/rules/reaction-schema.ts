import { z } from 'zod';
import { durationText } from '../../domain/duration.ts';
import { parseResponses, whyNotResponses } from '../response-list.ts';

/** Statuses that are sent in turn, the last one repeated: 503, "500x3, 204". */
const statuses = z.union([z.string(), z.number()]).transform((value, context) => {
  const why = whyNotResponses(String(value));
  if (why === undefined) return parseResponses(String(value));
  context.addIssue({
    code: 'custom',
    message: `"${value}" is not a status such as 503, or a list such as 500x3, 200: ${why}`,
  });
  return z.NEVER;
});

/** How long to wait, in real ms: always as long, or drawn from the seed. */
const delay = z.union([
  durationText.transform((ms) => ({ shape: 'fixed' as const, ms })),
  z
    .strictObject({ between: durationText, and: durationText })
    .refine(({ between, and }) => between <= and, 'ends before it starts')
    .transform(({ between, and }) => ({ shape: 'uniform' as const, from: between, to: and })),
  z
    .strictObject({ mean: durationText, deviation: durationText })
    .transform(({ mean, deviation }) => ({ shape: 'normal' as const, mean, deviation })),
  z
    .strictObject({ median: durationText, p99: durationText })
    .refine(({ median, p99 }) => median > 0 && median <= p99, 'needs a median above 0 and at most its p99')
    .transform(({ median, p99 }) => ({ shape: 'long-tail' as const, median, p99 })),
]);
export type Delay = z.output<typeof delay>;

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Latin-1 without controls: what a header can hold. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that say how the response is framed: they follow from it. */
const FRAMING = /^(?:content-length|transfer-encoding|connection|keep-alive)$/i;

const respondFields = z.strictObject({
  status: statuses.default([200]),
  /** In this order; a value may hold placeholders, like the body. */
  headers: z
    .record(
      z
        .string()
        .regex(HEADER_NAME, { error: (issue) => `"${String(issue.input)}" is not the name of a header` })
        .refine((name) => !FRAMING.test(name), {
          error: (issue) => `${String(issue.input)} is made from the response; see the fault wrong-length`,
        }),
      z.string().regex(HEADER_VALUE, 'must be one line of Latin-1'),
    )
    .default({}),
  /** As text in UTF-8; `{query.id}`, `{body.sku}`, `{header.X-Id}`, `{path}` and `{method}` are filled from the request. */
  body: z.string().max(4_194_304, 'has more than 4 MiB').optional(),
  /** Bytes that are no text, in base64. */
  bodyBase64: z.base64('is not base64').max(5_592_408, 'has more than 4 MiB').optional(),
  delay: delay.optional(),
  /** When the client may try again: adds a Retry-After header, in seconds or as a date. */
  retryAfter: durationText.optional(),
  retryAfterAs: z.enum(['seconds', 'date']).default('seconds'),
});
export const respondSchema = respondFields.refine(
  ({ body, bodyBase64 }) => body === undefined || bodyBase64 === undefined,
  { path: ['bodyBase64'], message: 'cannot be combined with body' },
);
export type Respond = z.output<typeof respondSchema>;

/** Faults that stand in the place of a response. */
const ALONE = ['close', 'reset', 'hang', 'malformed', 'redirect-loop', 'endless-body'] as const;
/** Faults in how a response is sent; what it says comes from `respond`. */
const OF_A_RESPONSE = [
  'close-in-head',
  'half-body',
  'wrong-length',
  'unasked-1xx',
  'drip',
  'bandwidth',
] as const;
/** Faults of a TLS handshake: they act before a request is read. */
const OF_A_HANDSHAKE = ['expired-certificate', 'foreign-certificate', 'tls-cut'] as const;
export const FAULT_TYPES = [...ALONE, ...OF_A_RESPONSE, ...OF_A_HANDSHAKE] as const;
export type FaultType = (typeof FAULT_TYPES)[number];

/** Whether it is a fault of the TLS handshake, before any request. */
export const isOfHandshake = (type: FaultType): boolean => OF_A_HANDSHAKE.some((one) => one === type);

export const isAlone = (type: FaultType): boolean =>
  [...ALONE, ...OF_A_HANDSHAKE].some((alone) => alone === type);

const bytesPerSecond = z.number().int().min(1, 'must be 1 or more').max(1_000_000_000);

const faultObject = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['close', 'reset', 'hang', 'malformed', 'redirect-loop', 'close-in-head', 'half-body']),
  }),
  /** A certificate that has expired; one of another host, from an authority that nobody knows; a handshake cut off. */
  z.strictObject({ type: z.enum(OF_A_HANDSHAKE) }),
  /** How many bytes more are announced than are sent; fewer when negative. */
  z.strictObject({
    type: z.literal('wrong-length'),
    by: z.number().int().min(-1_000_000).max(1_000_000_000).default(10),
  }),
  /** Interim responses before the real one. */
  z.strictObject({
    type: z.literal('unasked-1xx'),
    statuses: z
      .array(z.union([z.literal(100), z.literal(102), z.literal(103)]))
      .min(1)
      .max(100)
      .default([100]),
  }),
  /** Few bytes at a time, evenly: 10 a second by default. */
  z.strictObject({ type: z.literal('drip'), bytesPerSecond: bytesPerSecond.default(10) }),
  z.strictObject({ type: z.literal('bandwidth'), bytesPerSecond: bytesPerSecond.default(1024) }),
  /** A body without an end, until the client goes away. */
  z.strictObject({ type: z.literal('endless-body'), bytesPerSecond: bytesPerSecond.default(65_536) }),
]);

export const faultSchema = z.union([
  z.enum(FAULT_TYPES).transform((type) => faultObject.parse({ type })),
  faultObject,
]);
type AnyFault = z.output<typeof faultSchema>;
export type TlsFault = Extract<AnyFault, { type: (typeof OF_A_HANDSHAKE)[number] }>;
/** A fault of a response, or in its place. */
export type Fault = Exclude<AnyFault, TlsFault>;

export function isTlsFault(fault: AnyFault | undefined): fault is TlsFault {
  return fault !== undefined && OF_A_HANDSHAKE.some((type) => type === fault.type);
}

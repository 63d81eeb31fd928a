import type { SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import type { SecretUse } from '../../../shared/delivery/attempt.ts';
import { DISORDERS } from '../../../shared/delivery/delivery.ts';
import type { WaitPart } from '../../../shared/delivery/rules.ts';
import type { Action } from '../../../shared/domain/action.ts';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import { POSTBACK_KINDS } from '../../../shared/placeholders/placeholder-registry.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { ReceiverBooks } from '../../../shared/scenario/receiver-books.ts';
import type { RunView } from '../../../shared/scenario/run-view.ts';
import { ENCODING_PLACES } from '../../../shared/template/encode.ts';
import { bodySchema, type Postback } from '../../../shared/template/postback.ts';

/**
 * JSON texts of the store, each read by a schema that also reads what older versions wrote: newer keys have defaults,
 * removed keys are ignored. What was valid when it was stored must stay readable, so these schemas check types only, not
 * the rules of today's forms and files.
 */

const count = z.number();
const disorder = z.union([z.literal(''), z.enum(DISORDERS)]);

const postback: z.ZodType<Postback> = z.object({
  name: z.string(),
  kind: z.enum(POSTBACK_KINDS).default('action'),
  level: z.enum(['global', 'event']).default('global'),
  program: z.string().optional(),
  eventType: z.string().optional(),
  changes: z.boolean().default(true),
  enabled: z.boolean().default(true),
  method: z.enum(['GET', 'POST']).default('GET'),
  url: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.object(bodySchema.shape).optional(),
  minimumDelay: z.string().optional(),
  maximumRequestsPerSecond: count.optional(),
  successResponse: z.string().optional(),
  errorResponse: z.string().optional(),
});

/** Checked without a schema, since it is read for each delivery of a backlog: a record schema took a tenth of the time for sending. */
const values = z.custom<Values>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string'),
  'not a text for each placeholder',
);

const secrets: z.ZodType<SecretUse[]> = z.array(
  z.object({
    part: z.enum(['head', 'body']),
    at: count,
    name: z.string(),
    place: z.enum(ENCODING_PLACES),
    fingerprint: z.string(),
  }),
);

/** One attempt in the text of a group; its bytes follow those of the attempts before it. */
const start = z.tuple([
  count, // id
  count, // delivery
  count, // number
  count, // due at
  count, // sent at
  count, // ms waited for the rate limit
  count, // ms waited for maintenance
  disorder,
  z.string(), // origin
  count, // bytes
  secrets.optional(),
]);
export type StoredStart = z.output<typeof start>;

const headers = z.array(z.tuple([z.string(), z.string()]));

const parts: z.ZodType<WaitPart[]> = z.array(
  z.object({
    label: z.string(),
    ms: count,
    certainty: z.custom<WaitPart['certainty']>((value) => value === null || typeof value === 'string'),
  }),
);

const bookLine = z.object({ status: z.string(), payout: z.string(), currency: z.string() });

const receiverBooks: z.ZodType<ReceiverBooks> = z.object({
  state: z.enum(['waiting', 'compared', 'unseen']),
  probe: z.string(),
  problem: z.string(),
  actions: count,
  compared: count,
  different: count,
  waiting: count,
  lagMs: count.nullable(),
  unsure: z.array(z.string()),
  records: z.array(
    z.object({
      key: count,
      actionId: z.string(),
      platform: bookLine,
      receiver: bookLine.nullable(),
      differences: z.array(z.object({ field: z.string(), expected: z.string(), found: z.string() })),
      seen: z.array(z.object({ entry: count, status: z.string(), payout: z.string() })),
      keepsPayout: z.boolean(),
      unjudged: z.string(),
    }),
  ),
});

type StoredRun = Omit<RunView, 'id' | 'change'>;

const run: z.ZodType<StoredRun> = z.object({
  name: z.string(),
  file: z.string(),
  to: z.string().nullable().default(null),
  seed: count,
  startedAt: count,
  endedAt: count.nullable().default(null),
  state: z.enum(['running', 'finished', 'cancelled', 'failed', 'interrupted']),
  steps: z.array(
    z.object({
      done: z.exactOptional(count),
      size: z.exactOptional(count),
      title: z.string(),
      detail: z.string(),
      state: z.enum(['planned', 'running', 'done', 'failed', 'skipped']),
      actionKey: count.nullable().default(null),
      at: count.optional(),
    }),
  ),
  problem: z.string().default(''),
  events: count.default(0),
  expectations: z
    .array(
      z
        .object({
          index: count,
          // Older versions said it in the sentence only.
          about: z.enum(['deliveries', 'books']).optional(),
          step: count.nullable().default(null),
          expected: z.string(),
          found: z.string(),
          holds: z.boolean(),
        })
        .transform(({ about, ...rest }) => ({
          ...rest,
          about:
            about ?? (rest.expected.startsWith('Books: ') ? ('books' as const) : ('deliveries' as const)),
        })),
    )
    .default([]),
  skipped: z.array(z.string()).default([]),
  // Runs of older versions never looked.
  receiverBooks: receiverBooks.nullable().default(null),
});

/** What an action has in common with many others: stored once for all of them. */
export type ActionTerms = Pick<
  Action,
  'program' | 'adId' | 'eventType' | 'partner' | 'originalCurrency' | 'exchangeRate'
> &
  Pick<Action['tracking'], 'landingPage'>;

const named = z.object({ id: z.string(), name: z.string() });

const terms: z.ZodType<ActionTerms> = z.object({
  program: named.extend({ timeZone: z.string(), currency: z.string(), clearingDays: count }),
  adId: z.string(),
  eventType: named.extend({
    type: z.string(),
    payout: z.discriminatedUnion('type', [
      z.object({ type: z.literal('percent'), percent: count }),
      z.object({ type: z.literal('fixed'), amount: z.string() }),
    ]),
  }),
  partner: named,
  originalCurrency: z.string(),
  exchangeRate: count,
  landingPage: z.string(),
});

/** Creates the reader for one kind of text. It throws PB_STORE_DAMAGED for a text that no version wrote. */
function reader<T>(what: string, schema: z.ZodType<T>) {
  return (value: SQLInputValue | undefined): T => {
    try {
      return schema.parse(JSON.parse(typeof value === 'string' ? value : ''));
    } catch (error) {
      const said = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
      throw new PostbenchError('PB_STORE_DAMAGED', `The store holds ${what} that cannot be read: ${said}`, {
        remedy: 'Use another folder with --data-dir, or restore this one from a backup.',
      });
    }
  };
}

export const readTerms = reader('the terms of an action', terms);
export const readPostback = reader('a postback', postback);
export const readValues = reader('values of an event', values);
export const readStarts = reader('attempts', z.array(start));
export const readSecrets = reader('the places of secrets', secrets);
export const readHeaders = reader('headers', headers);
export const readParts = reader('a wait', parts);
export const readRun = reader('a run', run);

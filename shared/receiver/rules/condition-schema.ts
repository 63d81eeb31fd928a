import { z } from 'zod';
import { shareText } from '../../domain/share.ts';
import { WORLD_EVENTS } from '../../domain/world-event.ts';
import { POSTBACK_KINDS } from '../../placeholders/placeholder-registry.ts';
import { rangeSchema } from '../access/address-range.ts';
import { endpointName } from '../endpoints/endpoint-name.ts';

const text = z.string().min(1, 'must not be empty');
/** What a value must be: a text that it equals, or one thing that is true of it. */
const test = z.union([
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
  z
    .strictObject({
      contains: text,
      startsWith: text,
      endsWith: text,
      not: z.union([z.string(), z.number()]).transform(String),
      above: z.number(),
      below: z.number(),
      present: z.boolean(),
    })
    .partial()
    .refine((given) => Object.values(given).some((one) => one !== undefined), {
      message: 'needs one of contains, startsWith, endsWith, not, above, below and present',
    }),
]);
export type ValueTest = z.output<typeof test>;

/** A number, or a range of them, counted from 1: the third, the first three, or from the second to the fourth. */
const count = z.number().int().min(1, 'must be 1 or more').max(1_000_000_000);
const nth = z.union([
  count,
  z
    .strictObject({ from: count, to: count })
    .partial()
    .refine(({ from, to }) => from !== undefined || to !== undefined, 'needs from or to')
    .refine(({ from = 1, to = Number.POSITIVE_INFINITY }) => from <= to, 'ends before it starts'),
]);
export type Nth = z.output<typeof nth>;

const oneOrMore = <T extends z.ZodType>(one: T) =>
  z
    .union([one, z.array(one).min(1, 'needs at least one')])
    .transform((value) => [value].flat() as z.output<T>[]);

const method = z
  .string()
  .regex(/^[A-Za-z!#$%&'*+.^_`|~-][\w!#$%&'*+.^`|~-]*$/, {
    error: (issue) => `"${String(issue.input)}" is not a method such as POST`,
  })
  .transform((written) => written.toUpperCase());

/** A path that begins with "/"; one that ends in "*" stands for everything that begins like it. */
const path = z.string().regex(/^(?:\/|\*)[^?#\s]*$/, {
  error: (issue) => `"${String(issue.input)}" is not a path such as /pb or /pb/*`,
});

const moment = z.string().transform((written, context) => {
  const at = Date.parse(written);
  if (/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(written) && !Number.isNaN(at)) return at;
  context.addIssue({
    code: 'custom',
    message: `"${written}" is not a time such as 2026-11-27T14:00:00-08:00`,
  });
  return z.NEVER;
});

/** When a rule responds: all of these conditions, and every request without any. */
export const conditionSchema = z.strictObject({
  /** By name: where the request arrived. */
  endpoint: oneOrMore(endpointName).optional(),
  method: oneOrMore(method).optional(),
  path: oneOrMore(path).optional(),
  /** By name, in any case. */
  headers: z.record(text, test).optional(),
  /** Fields of the query or of the body, as in `Status`, `items[0].sku` or `action/id`. */
  fields: z.record(text, test).optional(),
  /** Anywhere in the target, the headers or the decoded body; in any case. */
  text: text.optional(),
  /** By number among the requests that meet the other conditions: the third, or the first three. */
  request: nth.optional(),
  /** Attempts of one delivery: only requests that this engine sent have one. */
  attempt: nth.optional(),
  kind: oneOrMore(z.enum(POSTBACK_KINDS)).optional(),
  event: oneOrMore(z.enum(WORLD_EVENTS)).optional(),
  /** A share of the requests that meet the other conditions, from the seed. */
  probability: shareText.optional(),
  seed: z.number().int().min(0).max(0xffff_ffff).optional(),
  /** The address that a request comes from. */
  sender: z
    .strictObject({ in: oneOrMore(rangeSchema), notIn: oneOrMore(rangeSchema) })
    .partial()
    .refine((given) => given.in !== undefined || given.notIn !== undefined, 'needs in or notIn')
    .optional(),
  /** A window on the clock of the simulator. */
  from: moment.optional(),
  to: moment.optional(),
});
export type Condition = z.output<typeof conditionSchema>;
export type ConditionInput = z.input<typeof conditionSchema>;

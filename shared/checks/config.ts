import { z } from 'zod';
import { SECRET_HEADERS } from '../delivery/send-to.ts';
import { durationText, formatDuration } from '../domain/duration.ts';
import { RECORD_STATUSES } from './records/record.ts';

/** The file of a workspace that says how its receiver is checked. */
export const CHECK_FILE = 'check.yaml';

const headers = z.record(z.string(), z.string()).default({});

/** How a URL is asked: like a postback, with placeholders in all of it. */
const requestShape = {
  url: z.string().min(1, 'must not be empty'),
  method: z.enum(['GET', 'POST']).default('GET'),
  headers,
  body: z.string().optional(),
};

const stateShape = {
  /** Names of fields by the placeholder whose value they hold: `Payout: earnings`; '' where no field holds it. */
  fields: z.record(z.string(), z.string()).optional(),
  /** What the receiver's status words mean: `void: reversed`. */
  statuses: z.record(z.string(), z.enum(RECORD_STATUSES)).optional(),
  money: z
    .strictObject({
      /** `major`: 12.00; `minor`: 1200. */
      unit: z.enum(['major', 'minor']).optional(),
      /** `zero`: a record that is marked reversed must have no payout. */
      reversed: z.enum(['any', 'zero']).optional(),
    })
    .optional(),
  /** Which of several rows is the record. */
  rows: z.enum(['one', 'first', 'last', 'sum']).optional(),
  /** The record is a click's or a user's: only its change counts. */
  shared: z.boolean().optional(),
};

const stateSchema = z.union([
  z.strictObject({ ...requestShape, ...stateShape }),
  z.strictObject({ command: z.string().min(1, 'must not be empty'), ...stateShape }),
  /** The response to the postback shows the record. */
  z.strictObject({ response: z.literal(true), ...stateShape }),
]);

const beforeSchema = z.union([
  /** A URL alone is asked with GET. */
  z
    .string()
    .min(1, 'must not be empty')
    .transform((url) => ({
      url,
      method: 'GET' as const,
      headers: {} as Record<string, string>,
      body: undefined,
    })),
  z.strictObject(requestShape),
  z.strictObject({ command: z.string().min(1, 'must not be empty') }),
]);

/** check.yaml: where the receiver is, how its records are seen, and what it must know first. */
export const checkConfigSchema = z
  .strictObject({
    /** A URL template instead of a postback of the workspace. */
    to: z.string().min(1, 'must not be empty').optional(),
    /** A postback of the workspace, by its file. */
    postback: z.string().optional(),
    /** With a postback: its requests go to this origin. */
    at: z.string().optional(),
    /** Whether headers that look like secrets go to that origin. */
    secretHeaders: z.enum(SECRET_HEADERS).optional(),
    /** The parameter, body field or header that holds the shared secret. */
    secret: z.string().optional(),
    /** Registers a click or user for each action, before its first postback. */
    before: beforeSchema.optional(),
    /** Values of every action, by placeholder. */
    set: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)).default({}),
    state: stateSchema.optional(),
    /** The least time after which a record that differs has failed. */
    settle: durationText.optional(),
    /** The time within which a response must come. */
    timeout: durationText.optional(),
    /** Ids or categories of checks that are not played. */
    skip: z.array(z.string()).default([]),
    only: z.array(z.string()).default([]),
    /** Random lives to explore. */
    explore: z.number().int().min(0).max(10_000).optional(),
  })
  .superRefine(({ to, postback, at }, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (to !== undefined && postback !== undefined)
      issue('to', 'is instead of a postback; leave one of them out');
    if (at !== undefined && to !== undefined) issue('at', 'goes with a postback; write the origin into "to"');
  });
export type CheckConfig = z.output<typeof checkConfigSchema>;
export type CheckConfigInput = z.input<typeof checkConfigSchema>;
export type StateConfig = z.output<typeof stateSchema>;
export type BeforeConfig = z.output<typeof beforeSchema>;

/** A configuration as check.yaml says it, and as calls take it: durations with their unit, nothing that is a default. */
export function writtenConfig(config: CheckConfig): CheckConfigInput {
  const { settle, timeout, set, skip, only, ...rest } = config;
  const plain = {
    ...rest,
    ...(settle !== undefined && { settle: formatDuration(settle) }),
    ...(timeout !== undefined && { timeout: formatDuration(timeout) }),
    ...(Object.keys(set).length > 0 && { set }),
    ...(skip.length > 0 && { skip }),
    ...(only.length > 0 && { only }),
  };
  // Without the keys whose value is undefined.
  return JSON.parse(JSON.stringify(plain)) as CheckConfigInput;
}

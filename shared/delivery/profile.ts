import { z } from 'zod';
import { durationText } from '../domain/duration.ts';
import { oneName } from '../domain/older-name.ts';

/** How certain a rule of a platform is. "yours" means that a workspace sets it. */
export type RuleCertainty = 'documented' | 'observed' | 'third party' | 'assumed' | 'yours';

/** Two times, the shorter one first. */
const span = z
  .tuple([durationText, durationText])
  .refine(([from, to]) => from <= to, 'the first time must not be longer than the second');

const waits = z.array(durationText).min(1, 'needs at least one wait').max(1000);

/** When a failed delivery is retried: the wait before the first, second … retry. */
export const scheduleSchema = z.discriminatedUnion('type', [
  /** The same wait before each retry. */
  z.strictObject({ type: z.literal('fixed'), wait: durationText }),
  /** One wait after the other, the last one repeated. */
  z.strictObject({ type: z.literal('list'), waits }),
  /** first, first x factor, first x factor x factor … at most longest. */
  z.strictObject({
    type: z.literal('exponential'),
    first: durationText,
    factor: z.number().min(1, 'must be 1 or more').max(100),
    longest: durationText,
  }),
]);
export type Schedule = z.output<typeof scheduleSchema>;

/** Which failures can be retried. */
export const RETRY_ON = ['every failure', '5xx only', '5xx or late response'] as const;

const profileFields = z.strictObject({
  name: z.string().min(1, 'must not be empty'),
  /** Statuses that count as success. */
  success: z.enum(['200-201', '2xx', '200']),
  /** Which failures are retried; a late response is one that the response timeout cut off. */
  retryOn: z.union([
    z.enum(RETRY_ON),
    // By its older name.
    z.literal('5xx or late answer').transform(() => '5xx or late response' as const),
  ]),
  /** 4xx ends a delivery. */
  final4xx: z.boolean(),
  /** Statuses that end a delivery, whatever else the rules say. */
  finalStatuses: z.array(z.number().int().min(100).max(599)).default([]),
  /** Most retries of a delivery, or until it succeeds. */
  retries: z.union([z.number().int().min(0).max(10_000), z.literal('until success')]),
  schedule: scheduleSchema,
  /** Share of each wait that is random, drawn from the seed: 0.1 means up to 10 % more. */
  jitter: z.number().min(0).max(1),
  /** Whether a response's Retry-After postpones the next attempt. */
  honourRetryAfter: z.boolean(),
  /** Switches the postback off after that many consecutive failures within the period. */
  switchOff: z.union([
    z.literal(false),
    z.strictObject({ failures: z.number().int().min(1), within: durationText }),
  ]),
  connectTimeout: durationText,
  responseTimeout: durationText.optional(),
  /** The same by its older name. */
  answerTimeout: durationText.optional(),
  /** Most requests of one postback in flight at once. */
  inFlight: z.number().int().min(1).max(100),
  userAgent: z.string(),
  /** Time that the platform takes before a postback is due, by kind; drawn from the seed between the two. */
  processing: z.strictObject({
    action: span,
    inquiry: span,
    catalog: span,
  }),
});

/** The rules of one platform. All times in ms. */
export const profileSchema = profileFields
  .superRefine(oneName('responseTimeout', 'answerTimeout', { needed: true }))
  .transform(({ answerTimeout, responseTimeout, ...rest }) => ({
    ...rest,
    responseTimeout: responseTimeout ?? answerTimeout ?? 0,
  }));
export type SenderProfile = z.output<typeof profileSchema>;
export type ProfileInput = z.input<typeof profileSchema>;
/** A rule of a profile, by its name in the file. */
export type ProfileField = Exclude<keyof SenderProfile, 'name'>;

/** How certain a rule is, and its source. */
export interface Provenance {
  certainty: RuleCertainty;
  source: string;
}

export interface KnownProfile {
  /** Its id in workspaces. */
  id: string;
  profile: SenderProfile;
  /** The profile as a file's content, for users to copy and edit. */
  input: ProfileInput;
  provenance: Record<ProfileField, Provenance>;
}

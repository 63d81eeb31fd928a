import { z } from 'zod';
import { SECRET_HEADERS } from '../delivery/send-to.ts';
import { RECORD_STATUSES } from './records/record.ts';

/** The steps of "Test my receiver". */
export const SETUP_STEPS = ['where', 'records', 'send'] as const;

/** Ways to see records, as they are offered there. */
export const RECORD_VIEWS = ['url', 'command', 'response', 'none'] as const;

const methodSchema = z.enum(['GET', 'POST']);

/** "Test my receiver" as it is filled in: texts as they are typed, right or wrong. */
export const setupTextsSchema = z.object({
  /** check.yaml as JSON when it was begun, null without one: once that is different, this counts no more. */
  basis: z.string().nullable(),
  step: z.enum(SETUP_STEPS),
  source: z.enum(['paste', 'postback']),
  text: z.string(),
  /** What is sent in place of a pasted value, by its place. */
  choices: z.record(z.string(), z.string().nullable()),
  /** Placeholders that were added to what was pasted. */
  added: z.array(z.string()).readonly(),
  /** A postback of the workspace, and the origin that it goes to instead of its own. */
  file: z.string().nullable(),
  at: z.string(),
  /** Whether headers that look like secrets go there; null until the user has said so. Drafts of older versions lack it. */
  secretHeaders: z.enum(SECRET_HEADERS).nullable().default(null),
  /** The name under which the secret stands; null where the user said nothing of it. */
  secret: z.string().nullable(),
  view: z.enum(RECORD_VIEWS),
  stateUrl: z.string(),
  stateMethod: methodSchema,
  /** One a line. */
  stateHeaders: z.string(),
  stateBody: z.string(),
  fields: z.record(z.string(), z.string()),
  statuses: z.record(z.string(), z.enum(RECORD_STATUSES)),
  unit: z.enum(['major', 'minor']).nullable(),
  before: z.string(),
  beforeMethod: methodSchema,
  /** One `Name=value` a line. */
  set: z.string(),
  lives: z.number().int().min(0),
});
export type SetupTexts = z.output<typeof setupTextsSchema>;

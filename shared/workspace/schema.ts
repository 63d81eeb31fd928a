import { z } from 'zod';
import { trustedCertificatesSchema } from '../delivery/certificate.ts';
import { MONEY_DIGITS } from '../domain/currency-digits.ts';
import { oneName } from '../domain/older-name.ts';
import { type World, worldSchema } from '../domain/program.ts';
import { POSTBACK_KINDS } from '../placeholders/placeholder-registry.ts';
import { endpointsSchema } from '../receiver/endpoints/endpoint-schema.ts';

/** A host that the sender may reach apart from this machine: a name or an address, without scheme or port. */
const hostName = z.string().regex(/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])$/, {
  error: (issue) => `"${String(issue.input)}" is not a host name; leave out the scheme, port and path`,
});

const timeout = z.number().int().min(1).max(600_000).optional();

const sendingFields = z.strictObject({
  /** Hosts outside this machine that postbacks may be sent to. */
  allowedHosts: z.array(hostName).default([]),
  /** Certificates accepted from one host and port each, in addition to those of known authorities. */
  certificates: trustedCertificatesSchema.default([]),
  /** Id of a sender profile: a built-in one, or the name of a file in profiles/ without its extension. */
  profile: z.string().default('impact'),
  /** Whether the platform's processing time passes before a postback is due, or none. */
  processing: z.enum(['platform', 'none']).default('platform'),
  /** How processing time and minimum delay combine: the longer one (assumed), or their sum. */
  delays: z.enum(['longer', 'sum']).default('longer'),
  /** Which values a postback carries: as of the event (assumed), or as of each attempt. */
  content: z.enum(['event', 'sending']).default('event'),
  /** Whether a manual approval fires the life-cycle postback (assumed: no). */
  approvalFires: z.boolean().default(false),
  /** What Payout and Amount of a reversal are: 0.00 (inferred), or what they were before. */
  reversalValues: z.enum(['zero', 'previous']).default('zero'),
  /** How many digits amounts have: as many as their currency (assumed, ISO 4217), or two in every currency. */
  moneyDigits: z.enum(MONEY_DIGITS).default('currency'),
  /** Most requests per real second to receivers outside this machine and, at fast clocks, to any but our own. */
  ceiling: z.number().int().min(1).max(100_000).default(200),
  /** Ms until a connection must stand, instead of the profile's. */
  connectTimeout: timeout,
  /** Ms until the whole response must be there, counted from when the request left, instead of the profile's. */
  responseTimeout: timeout,
  /** The same by its older name. */
  answerTimeout: timeout,
  /** What an unknown placeholder becomes: its own text (assumed), or nothing. */
  unknownPlaceholder: z.enum(['literal', 'empty']).default('literal'),
});

const sendingSchema = sendingFields
  .superRefine(oneName('responseTimeout', 'answerTimeout'))
  .transform(({ answerTimeout, ...rest }) => ({
    ...rest,
    responseTimeout: rest.responseTimeout ?? answerTimeout,
  }));

/** The settings of a workspace: postbench.yaml. */
export const workspaceSchema = z.strictObject({
  name: z.string().min(1, 'must not be empty'),
  world: worldSchema,
  /** File of the scenario that is listed first, for newcomers to run first; by default they are sorted by name. */
  firstScenario: z.string().optional(),
  sending: sendingSchema.prefault({}),
  /** Where the receiver receives, besides its own port, and how each place responds. */
  endpoints: endpointsSchema.default([]),
  /** Placeholders that the platform supplies to this partner on request. */
  placeholders: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, {
          error: (issue) => `"${String(issue.input)}" is not a placeholder name`,
        }),
        kind: z.enum(POSTBACK_KINDS).default('action'),
        sample: z.string().default(''),
        description: z.string().optional(),
      }),
    )
    .default([]),
});
export type WorkspaceSettings = Omit<z.output<typeof workspaceSchema>, 'world'> & { world: World };
export type SendingSettings = z.output<typeof sendingSchema>;

/** The settings as the rest of the product takes them: the world knows how many digits its amounts have. */
export function settingsOf(file: z.output<typeof workspaceSchema>): WorkspaceSettings {
  return { ...file, world: { ...file.world, moneyDigits: file.sending.moneyDigits } };
}

/** The sending settings without a workspace. */
export const DEFAULT_SENDING: SendingSettings = sendingSchema.parse({});

export const WORKSPACE_FILE = 'postbench.yaml';

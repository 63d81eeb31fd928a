import { z } from 'zod';
import { worldSchema } from '../domain/program.ts';
import { POSTBACK_KINDS } from '../placeholders/catalogue.ts';

/** A host that the sender may reach besides this machine: a name or an address, without scheme or port. */
const hostName = z.string().regex(/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])$/, {
  error: (issue) => `"${String(issue.input)}" is not a host name; leave scheme, port and path away`,
});

const sendingSchema = z.strictObject({
  /** Hosts outside this machine that postbacks may go to. */
  allowedHosts: z.array(hostName).default([]),
  /** Ms until a connection must stand; not published by the platform, assumed. */
  connectTimeout: z.number().int().min(1).max(600_000).default(10_000),
  /** Ms until the whole answer must be there, counted from the connection; assumed. */
  answerTimeout: z.number().int().min(1).max(600_000).default(30_000),
  /** What a placeholder that nobody knows becomes: its own text (assumed), or nothing. */
  unknownPlaceholder: z.enum(['literal', 'empty']).default('literal'),
});

/** The settings of a workspace: postbench.yaml. */
export const workspaceSchema = z.strictObject({
  name: z.string().min(1, 'must not be empty'),
  world: worldSchema,
  sending: sendingSchema.prefault({}),
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
export type WorkspaceSettings = z.output<typeof workspaceSchema>;
export type SendingSettings = z.output<typeof sendingSchema>;

/** Sending as it is without a workspace. */
export const DEFAULT_SENDING: SendingSettings = sendingSchema.parse({});

export const WORKSPACE_FILE = 'postbench.yaml';

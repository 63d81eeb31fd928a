import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { endpointSettingsSchema } from '../receiver/endpoints/endpoint-settings.ts';
import { retentionTextSchema } from '../receiver/endpoints/retention.ts';
import { type Postback, postbackSchema } from '../template/postback.ts';
import type { WorkspaceFile, WorkspaceView } from '../workspace/view.ts';
import { declaredErrors } from './errors.ts';

export type { Problem, WorkspaceFile, WorkspaceView } from '../workspace/view.ts';

/** A postback as it was just written. */
export interface SavedPostback extends WorkspaceFile<Postback> {
  /** Scenario files whose expectations used its old name and now use the new one. */
  scenarios: string[];
}

const deletedFile = z.object({
  /** Path in the workspace, with "/" separators. */
  file: z.string(),
  /** Its content, as base64. */
  bytes: z.string().max(8 * 1024 * 1024),
  /** Its permissions, as the system's mode number. */
  mode: z.int().min(0).max(0o777),
});
/** What restores a deleted file byte for byte. */
export type DeletedFile = z.output<typeof deletedFile>;

const formerFile = z.object({
  /** postbench.yaml, or a postback's path in the workspace. */
  file: z.string(),
  text: z.string().max(8 * 1024 * 1024),
  /** The version that the change wrote, which is replaced. */
  version: z.string(),
});
/** What a file said before a change that can be undone. */
export type FormerFile = z.output<typeof formerFile>;

/** What a change of the endpoints wrote. */
export interface EndpointChange {
  view: WorkspaceView;
  /** What `undoEndpoint` takes. */
  former: FormerFile[];
  /** Names of the postbacks whose URLs followed a new name. */
  postbacks: string[];
}

/** A workspace to create. */
const newWorkspaceSchema = z.object({
  /** Full path of its folder, which is created if it is missing; "~" stands for the home folder. */
  folder: z.string().min(1),
  /** Defaults to the folder's name. */
  name: z.string().optional(),
  /** Its initial content: one program to fill in, or the whole sample. */
  start: z.enum(['empty', 'sample']),
});
export type NewWorkspace = z.output<typeof newWorkspaceSchema>;

const base = oc.errors(declaredErrors);

export const workspaceContract = {
  /** The workspace now, and again each time one of its files changes. */
  follow: base.output(eventIterator(type<WorkspaceView>())),
  /** Opens another folder; the former workspace stays where it is. */
  open: base.input(z.object({ folder: z.string().min(1) })).output(type<WorkspaceView>()),
  /** Turns a folder into a workspace and opens it. Fails with PB_FILE_TAKEN if there is one already, or a file. */
  create: base.input(newWorkspaceSchema).output(type<WorkspaceView>()),
  recent: base.output(type<string[]>()),
  /**
   * Writes a postback's file, keeping comments. Fails with PB_FILE_CHANGED if the file is no longer at
   * `version`; `force` writes anyway.
   */
  savePostback: base
    .input(
      z.object({
        file: z.string(),
        version: z.string(),
        postback: postbackSchema,
        force: z.boolean().default(false),
      }),
    )
    .output(type<SavedPostback>()),
  /**
   * Writes a new postback under a free file name, never over another file: `postback` under the new
   * name, or what `from` is on disk, or a default one. Comments and order of `from` are kept, too.
   */
  createPostback: base
    .input(z.object({ name: z.string(), postback: postbackSchema.optional(), from: z.string().optional() }))
    .output(type<WorkspaceFile<Postback>>()),
  /**
   * Renames a postback, also in the expectations of scenarios; the file keeps its name.
   * Fails with PB_FILE_CHANGED if the file is no longer at `version`, and with PB_ARGUMENT_INVALID for a name
   * that is empty, too long, taken or more than one line.
   */
  renamePostback: base
    .input(z.object({ file: z.string(), version: z.string(), name: z.string() }))
    .output(type<SavedPostback>()),
  /**
   * Deletes a postback's file; returns what restores it, and how many of its deliveries are still open: they continue
   * with their frozen template. Fails with PB_FILE_CHANGED if the file is no longer at `version`.
   */
  deletePostback: base
    .input(z.object({ file: z.string(), version: z.string() }))
    .output(type<{ deleted: DeletedFile; openDeliveries: number }>()),
  /** Restores a deleted postback byte for byte. Fails with PB_FILE_TAKEN if there is a file of that name. */
  restorePostback: base.input(deletedFile).output(type<WorkspaceFile<Postback>>()),
  /** Writes the manual work so far as a scenario of the workspace, under a free file name; returns the file. */
  saveScenario: base
    .input(z.object({ name: z.string().min(1), description: z.string().optional() }))
    .output(type<{ file: string; steps: number }>()),
  /** Copies a built-in profile into profiles/ and selects it; returns the new file. */
  copyProfile: base.input(z.object({ id: z.string() })).output(type<{ file: string }>()),
  /** Selects a profile: a built-in one's id, or the name of a file in profiles/ without its extension. */
  chooseProfile: base.input(z.object({ id: z.string() })).output(type<WorkspaceView>()),
  /** Adds a host to allowedHosts in postbench.yaml. */
  allowHost: base.input(z.object({ host: z.string() })).output(type<WorkspaceView>()),
  /**
   * Writes an endpoint into postbench.yaml, keeping comments and its response rules: a new one, or the one of that name.
   * The URLs of postbacks follow a new name. Fails with PB_ARGUMENT_INVALID, and with PB_WORKSPACE_INVALID while
   * postbench.yaml is invalid.
   */
  saveEndpoint: base
    .input(z.object({ name: z.string().optional(), endpoint: endpointSettingsSchema }))
    .output(type<EndpointChange>()),
  /** Removes an endpoint with its response rules from postbench.yaml. Fails as `saveEndpoint`. */
  removeEndpoint: base.input(z.object({ name: z.string() })).output(type<EndpointChange>()),
  /** Puts files back as they were before a change of the endpoints. Fails with PB_FILE_CHANGED if one has changed since. */
  undoEndpoint: base
    .input(z.object({ files: z.array(formerFile).min(1).max(1000) }))
    .output(type<WorkspaceView>()),
  /** Sets how many captures of an endpoint are kept, in postbench.yaml; null for all of them. */
  setRetention: base
    .input(z.object({ endpoint: z.string(), retention: retentionTextSchema.nullable() }))
    .output(type<WorkspaceView>()),
  /** Accepts a certificate from one host and port, replacing the one trusted there before. */
  trustCertificate: base
    .input(z.object({ host: z.string(), sha256: z.string() }))
    .output(type<WorkspaceView>()),
  /** From now on, accepts only certificates of a known authority from a host and port. */
  forgetCertificate: base.input(z.object({ host: z.string() })).output(type<WorkspaceView>()),
};

import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { type Postback, postbackSchema } from '../template/postback.ts';
import type { WorkspaceFile, WorkspaceView } from '../workspace/view.ts';
import { declaredErrors } from './errors.ts';

export type { Problem, WorkspaceFile, WorkspaceView } from '../workspace/view.ts';

/** A postback as it was just written. */
export interface SavedPostback extends WorkspaceFile<Postback> {
  /** Scenario files whose expectations named it by its old name, and name it by the new one now. */
  scenarios: string[];
}

const deletedFile = z.object({
  /** Path in the workspace, with "/". */
  file: z.string(),
  /** All of its bytes, as base64. */
  bytes: z.string().max(8 * 1024 * 1024),
  /** Its permissions, as the system counts them. */
  mode: z.int().min(0).max(0o777),
});
/** What restores a deleted file byte for byte. */
export type DeletedFile = z.output<typeof deletedFile>;

/** A workspace to be made. */
const newWorkspaceSchema = z.object({
  /** Full path of its folder, which is made where it is missing; "~" stands for the home folder. */
  folder: z.string().min(1),
  /** That of the folder where it is missing. */
  name: z.string().optional(),
  /** What is in it at first: one program to fill in, or all of the sample. */
  start: z.enum(['empty', 'sample']),
});
export type NewWorkspace = z.output<typeof newWorkspaceSchema>;

const base = oc.errors(declaredErrors);

export const workspaceContract = {
  /** The workspace now, and again each time a file of it changes. */
  follow: base.output(eventIterator(type<WorkspaceView>())),
  /** Opens another folder; the one open before stays where it is. */
  open: base.input(z.object({ folder: z.string().min(1) })).output(type<WorkspaceView>()),
  /** Makes a folder a workspace and opens it. Refused with PB_FILE_TAKEN where there is one, or a file. */
  create: base.input(newWorkspaceSchema).output(type<WorkspaceView>()),
  recent: base.output(type<string[]>()),
  /**
   * Writes a postback's file, comments kept. Refused with PB_FILE_CHANGED when the file is no longer the one of
   * `version`; `force` writes all the same.
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
   * Writes a new postback under a free file name made of its own, never over another file: `postback` under the new
   * name, else what `from` is on disk, else one to begin with. Of `from` comments and order are taken over too.
   */
  createPostback: base
    .input(z.object({ name: z.string(), postback: postbackSchema.optional(), from: z.string().optional() }))
    .output(type<WorkspaceFile<Postback>>()),
  /**
   * Changes a postback's name, and with it the expectations of scenarios that name it; the file's own name stays.
   * Refused with PB_FILE_CHANGED when the file is no longer the one of `version`, with PB_ARGUMENT_INVALID for a name
   * that is empty, too long, taken or more than one line.
   */
  renamePostback: base
    .input(z.object({ file: z.string(), version: z.string(), name: z.string() }))
    .output(type<SavedPostback>()),
  /**
   * Deletes a postback's file and tells what restores it, and how many of its deliveries are still open: they go on
   * with what was frozen for them. Refused with PB_FILE_CHANGED when the file is no longer the one of `version`.
   */
  deletePostback: base
    .input(z.object({ file: z.string(), version: z.string() }))
    .output(type<{ deleted: DeletedFile; openDeliveries: number }>()),
  /** Puts a deleted postback back, byte for byte. Refused with PB_FILE_TAKEN when a file of its name is there. */
  restorePostback: base.input(deletedFile).output(type<WorkspaceFile<Postback>>()),
  /** Writes what was done by hand so far as a scenario of the workspace, under a free file name; tells the file. */
  saveScenario: base
    .input(z.object({ name: z.string().min(1), description: z.string().optional() }))
    .output(type<{ file: string; steps: number }>()),
  /** Copies a built-in profile into profiles/ and uses it from now on; tells the new file. */
  copyProfile: base.input(z.object({ id: z.string() })).output(type<{ file: string }>()),
  /** Uses a profile: a built-in one's id, or the name of a file in profiles/ without its ending. */
  chooseProfile: base.input(z.object({ id: z.string() })).output(type<WorkspaceView>()),
  /** Adds a host to allowedHosts in postbench.yaml. */
  allowHost: base.input(z.object({ host: z.string() })).output(type<WorkspaceView>()),
  /** Accepts a certificate from one host and port, instead of the one that was trusted there before. */
  trustCertificate: base
    .input(z.object({ host: z.string(), sha256: z.string() }))
    .output(type<WorkspaceView>()),
  /** Accepts no certificate from a host and port any more but one that a known authority vouches for. */
  forgetCertificate: base.input(z.object({ host: z.string() })).output(type<WorkspaceView>()),
};

import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { type SetupTexts, setupTextsSchema } from '../checks/setup-texts.ts';
import type { Postback } from '../template/postback.ts';
import { formSchema } from '../template/postback-form.ts';
import { declaredErrors } from './errors.ts';

/** The original is only compared, so only its shape is checked. */
const baseSchema = z.custom<Postback>(
  (value) =>
    z
      .looseObject({ name: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) })
      .safeParse(value).success,
);

/** Unsaved edits of one postback, and its file as it was before them. */
export const draftSchema = z.object({ version: z.string(), base: baseSchema, form: formSchema });
export type Draft = z.output<typeof draftSchema>;

/** The edits of a postback's file. */
export interface KeptDraft {
  file: string;
  draft: Draft;
}

const base = oc.errors(declaredErrors);

/** Unsaved edits, kept by the engine so that they outlive the page. */
export const draftsContract = {
  /** The drafts of a workspace's folder. */
  of: base.input(z.object({ workspace: z.string() })).output(type<KeptDraft[]>()),
  /** Saves the edits of a postback in place of the former ones; null removes them. */
  keep: base
    .input(z.object({ workspace: z.string(), file: z.string(), draft: draftSchema.nullable() }))
    .output(type<void>()),
  /** What "Test my receiver" last was filled in with for a workspace; null where nothing is unsaved. */
  setup: base.input(z.object({ workspace: z.string() })).output(type<{ setup: SetupTexts | null }>()),
  /** Keeps it in place of what was before; null removes it. */
  keepSetup: base
    .input(z.object({ workspace: z.string(), setup: setupTextsSchema.nullable() }))
    .output(type<void>()),
};

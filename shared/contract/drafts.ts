import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { Postback } from '../template/postback.ts';
import { formSchema } from '../template/postback-form.ts';
import { declaredErrors } from './errors.ts';

/** What the edits began with is only compared: its shape is what must be right. */
const baseSchema = z.custom<Postback>(
  (value) =>
    z
      .looseObject({ name: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) })
      .safeParse(value).success,
);

/** Unsaved edits of one postback, and the file as it was when they began. */
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
  /** Those of a workspace's folder. */
  of: base.input(z.object({ workspace: z.string() })).output(type<KeptDraft[]>()),
  /** Keeps those of a postback in place of the ones before; null forgets them. */
  keep: base
    .input(z.object({ workspace: z.string(), file: z.string(), draft: draftSchema.nullable() }))
    .output(type<void>()),
};

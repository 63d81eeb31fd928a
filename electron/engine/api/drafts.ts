import type { Engine } from '../engine.ts';
import { os, type Section } from './implementer.ts';

/** Unsaved edits of postbacks. */
export function draftsRouter({ drafts }: Engine): Section<'drafts'> {
  return {
    of: os.drafts.of.handler(({ input }) => drafts.of(input.workspace)),
    keep: os.drafts.keep.handler(({ input: { workspace, file, draft } }) =>
      drafts.keep(workspace, file, draft),
    ),
  };
}

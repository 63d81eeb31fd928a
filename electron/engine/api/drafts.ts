import type { Engine } from '../engine.ts';
import { os, type Section } from './implementer.ts';

/** Unsaved edits of postbacks and of "Test my receiver". */
export function draftsRouter({ drafts }: Engine): Section<'drafts'> {
  return {
    of: os.drafts.of.handler(({ input }) => drafts.of(input.workspace)),
    keep: os.drafts.keep.handler(({ input: { workspace, file, draft } }) =>
      drafts.keep(workspace, file, draft),
    ),
    setup: os.drafts.setup.handler(({ input }) => ({ setup: drafts.setup(input.workspace) })),
    keepSetup: os.drafts.keepSetup.handler(({ input: { workspace, setup } }) =>
      drafts.keepSetup(workspace, setup),
    ),
  };
}

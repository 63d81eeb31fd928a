import {
  IconArrowsDiff,
  IconCopy,
  IconFileImport,
  IconFilePlus,
  IconForms,
  IconTrash,
} from '../../components/icons.ts';
import { useCommands } from '../../state/commands.ts';
import { openImport } from '../../state/ui.ts';
import { deletePostback } from './delete-postback.ts';
import { duplicatePostback, newPostback } from './postback-commands.ts';
import { compareWith, neighbour, startRenaming } from './templates-view.ts';
import type { PostbackEntry } from './usePostbacks.ts';

const SECTION = 'Templates';

interface Given {
  entries: readonly PostbackEntry[];
  shown: PostbackEntry | undefined;
  narrow: boolean;
}

/** What can be done with the postbacks of the workspace, for the palette and by keys. */
export function usePostbackCommands({ entries, shown, narrow }: Given): void {
  const name = shown?.form?.name || shown?.file;
  const readable = shown?.onDisk !== undefined && shown.onDisk.content !== null;
  const onShown = (run: (entry: PostbackEntry) => void) => () => {
    if (shown !== undefined) run(shown);
  };
  useCommands([
    {
      id: 'templates.new',
      title: 'New postback',
      section: SECTION,
      keys: 'N',
      icon: IconFilePlus,
      run: () => void newPostback(),
    },
    {
      id: 'templates.duplicate',
      title: 'Duplicate postback',
      detail: name,
      section: SECTION,
      keys: 'D',
      icon: IconCopy,
      enabled: readable,
      run: onShown((entry) => void duplicatePostback(entry)),
    },
    {
      id: 'templates.rename',
      title: 'Rename postback',
      detail: name,
      section: SECTION,
      keys: 'F2',
      icon: IconForms,
      enabled: readable,
      run: onShown(({ file }) => startRenaming(file, narrow)),
    },
    {
      id: 'templates.delete',
      title: 'Delete postback',
      detail: `${name ?? ''} (can be undone)`,
      section: SECTION,
      icon: IconTrash,
      enabled: shown !== undefined,
      run: onShown((entry) => void deletePostback(entry, neighbour(entries, entry.file))),
    },
    {
      id: 'templates.compare',
      title: 'Compare two postbacks',
      detail: name,
      section: SECTION,
      keys: 'C',
      icon: IconArrowsDiff,
      enabled: shown?.form != null && entries.length > 1,
      run: onShown(({ file }) => compareWith(file)),
    },
    {
      id: 'templates.import',
      title: 'Import a request',
      detail: 'from a URL, a command, a HAR, a log, or a capture',
      section: SECTION,
      keys: 'I',
      icon: IconFileImport,
      run: () => openImport(),
    },
  ]);
}

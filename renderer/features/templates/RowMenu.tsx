import { ContextMenu, type MenuPlace } from '../../components/ContextMenu.tsx';
import { PostbackItems } from './PostbackItems.tsx';
import type { PostbackEntry } from './usePostbacks.ts';

/** Where the menu of which row is open. */
export interface RowMenuAt extends MenuPlace {
  file: string;
}

interface Props {
  at: RowMenuAt | null;
  entries: readonly PostbackEntry[];
  onClose: () => void;
  /** Esc: back to the row. */
  onBack: (file: string) => void;
}

/** The menu of a row of the list, where it was asked for. */
export function RowMenu({ at, entries, onClose, onBack }: Props) {
  const entry = entries.find(({ file }) => file === at?.file);
  if (at === null || entry === undefined) return null;
  return (
    <ContextMenu
      key={at.file}
      label={`Actions for ${entry.form?.name || entry.file}`}
      at={at}
      onClose={onClose}
      onBack={() => onBack(at.file)}
    >
      <PostbackItems entry={entry} entries={entries} narrow={false} />
    </ContextMenu>
  );
}

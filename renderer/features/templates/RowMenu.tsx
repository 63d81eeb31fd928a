import { Menu } from '@mantine/core';
import { PostbackItems } from './PostbackItems.tsx';
import type { PostbackEntry } from './usePostbacks.ts';

/** Where on the screen, in px, the menu of which row is open. */
export interface RowMenuAt {
  x: number;
  y: number;
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
    <Menu key={`${at.x} ${at.y} ${at.file}`} opened position="bottom-start" width={208} onClose={onClose}>
      <Menu.Target>
        <span className="templates-menu-at" style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown
        aria-label={`What to do with ${entry.form?.name || entry.file}`}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onBack(at.file);
        }}
      >
        <PostbackItems entry={entry} entries={entries} narrow={false} />
      </Menu.Dropdown>
    </Menu>
  );
}

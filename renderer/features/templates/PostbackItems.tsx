import { Menu } from '@mantine/core';
import { IconArrowsDiff, IconCopy, IconForms, IconTrash } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { deletePostback } from './delete-postback.ts';
import { duplicatePostback } from './postback-commands.ts';
import { compareWith, neighbour, startRenaming } from './templates-view.ts';
import type { PostbackEntry } from './usePostbacks.ts';

interface Props {
  entry: PostbackEntry;
  entries: readonly PostbackEntry[];
  /** Where there is no list, the name is changed in its field. */
  narrow: boolean;
}

/** What can be done with a postback as a whole: items of a menu. */
export function PostbackItems({ entry, entries, narrow }: Props) {
  const { file, onDisk } = entry;
  const readable = onDisk !== undefined && onDisk.content !== null;
  return (
    <>
      <Menu.Item
        leftSection={<IconForms size={15} stroke={1.5} />}
        rightSection={<KeyCaps keys="F2" />}
        disabled={!readable}
        onClick={() => startRenaming(file, narrow)}
      >
        Rename
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCopy size={15} stroke={1.5} />}
        rightSection={<KeyCaps keys="D" />}
        disabled={!readable}
        onClick={() => void duplicatePostback(entry)}
      >
        Duplicate
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowsDiff size={15} stroke={1.5} />}
        rightSection={<KeyCaps keys="C" />}
        disabled={entry.form === null || entries.length < 2}
        onClick={() => compareWith(file)}
      >
        Compare with…
      </Menu.Item>
      <Menu.Item
        className="menu-danger"
        leftSection={<IconTrash size={15} stroke={1.5} />}
        rightSection={<KeyCaps keys="Delete" />}
        onClick={() => void deletePostback(entry, neighbour(entries, file))}
      >
        Delete
      </Menu.Item>
    </>
  );
}

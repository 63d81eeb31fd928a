import { ActionIcon, Menu } from '@mantine/core';
import { IconList } from '@tabler/icons-react';
import { useTemplates } from './store.ts';
import type { PostbackEntry } from './usePostbacks.ts';

/** The list of postbacks folded into a menu, for narrow windows. */
export function PostbackMenu({ entries, shown }: { entries: readonly PostbackEntry[]; shown: string }) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon aria-label="Choose a postback">
          <IconList size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ file, form, draft, problems }) => (
          <Menu.Item
            key={file}
            aria-current={file === shown || undefined}
            rightSection={draft === undefined ? null : <span className="t3 f12">edited</span>}
            onClick={() => useTemplates.setState({ file })}
          >
            {form === null ? `${file}: ${problems[0]?.message ?? 'wrong'}` : form.name || file}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

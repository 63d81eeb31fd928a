import { ActionIcon, Menu } from '@mantine/core';
import { IconFileImport, IconFilePlus, IconList } from '@tabler/icons-react';
import { showPostback } from '../../state/postback-drafts.ts';
import { openImport } from '../../state/ui.ts';
import { newPostback } from './postback-commands.ts';
import { usePostbacks } from './usePostbacks.ts';

/** The list of postbacks folded into a menu, for narrow windows. */
export function PostbackMenu({ shown }: { shown: string }) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon aria-label="Select a postback">
          <IconList size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Items shown={shown} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconFilePlus size={15} stroke={1.5} />} onClick={() => void newPostback()}>
          New postback
        </Menu.Item>
        <Menu.Item leftSection={<IconFileImport size={15} stroke={1.5} />} onClick={() => openImport()}>
          Import a request…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Read only while the menu is open. */
function Items({ shown }: { shown: string }) {
  return usePostbacks().map(({ file, form, draft, problems }) => (
    <Menu.Item
      key={file}
      aria-current={file === shown || undefined}
      rightSection={<Marks off={form?.enabled === false} edited={draft !== undefined} />}
      onClick={() => showPostback(file)}
    >
      {form === null ? `${file}: ${problems[0]?.message ?? 'invalid'}` : form.name || file}
    </Menu.Item>
  ));
}

function Marks({ off, edited }: { off: boolean; edited: boolean }) {
  const words = [...(edited ? ['edited'] : []), ...(off ? ['off'] : [])];
  return words.length === 0 ? null : <span className="faint text-12">{words.join(', ')}</span>;
}

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFileExport, IconFileImport } from '@tabler/icons-react';
import { KeyCaps } from '../../components/Kbd.tsx';
import { openImport } from '../../state/ui.ts';
import { ExportDialog } from './ExportDialog.tsx';
import { PostbackItems } from './PostbackItems.tsx';
import { useTemplatesView } from './templates-view.ts';
import { usePostbacks, useShownPostback } from './usePostbacks.ts';

const show = (dialog: 'export' | null) => useTemplatesView.setState({ dialog });

/** What is done more rarely with a postback. */
export function MoreMenu({ narrow }: { narrow: boolean }) {
  const dialog = useTemplatesView((state) => state.dialog);
  return (
    <>
      <Menu position="bottom-end" width={264}>
        <Menu.Target>
          <ActionIcon aria-label="More">
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconFileImport size={15} stroke={1.5} />}
            rightSection={<KeyCaps keys="I" />}
            onClick={() => openImport()}
          >
            Import a request…
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={15} stroke={1.5} />} onClick={() => show('export')}>
            Values for the platform’s form…
          </Menu.Item>
          <Menu.Divider />
          <ShownItems narrow={narrow} />
        </Menu.Dropdown>
      </Menu>
      <ExportDialog opened={dialog === 'export'} onClose={() => show(null)} />
    </>
  );
}

/** Of the postback on screen; read only while the menu is open. */
function ShownItems({ narrow }: { narrow: boolean }) {
  const entries = usePostbacks();
  const entry = useShownPostback(entries);
  return entry === undefined ? null : <PostbackItems entry={entry} entries={entries} narrow={narrow} />;
}

import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFileExport, IconFileImport } from '@tabler/icons-react';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { ExportDialog } from './ExportDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { useTemplates } from './store.ts';

interface Props {
  form: PostbackForm;
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

const show = (dialog: 'import' | 'export' | null) => useTemplates.setState({ dialog });

/** What is done more rarely with a postback. */
export function MoreMenu({ form, onEdit }: Props) {
  const dialog = useTemplates((state) => state.dialog);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="More">
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileImport size={15} stroke={1.5} />} onClick={() => show('import')}>
            Import a request…
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={15} stroke={1.5} />} onClick={() => show('export')}>
            Texts for the platform’s form…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ImportDialog
        kind={form.kind}
        opened={dialog === 'import'}
        onClose={() => show(null)}
        onEdit={onEdit}
      />
      <ExportDialog form={form} opened={dialog === 'export'} onClose={() => show(null)} />
    </>
  );
}

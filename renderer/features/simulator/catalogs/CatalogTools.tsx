import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { IconDots, IconEdit, IconFileImport, IconPlus, IconSparkles } from '../../../components/icons.ts';
import { count } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { select } from '../../../state/ui.ts';
import { SearchField } from '../SearchField.tsx';
import { useSimulator } from '../simulator-view.ts';
import { NO_ITEMS, useCatalog, useItemsList } from './items-view.ts';

const open = (dialog: 'add-item' | 'generate-items' | 'import-items') => useSimulator.setState({ dialog });

/** Changes what is chosen, else all that the search finds. */
export function changeItems(): void {
  const { selectedSkus, item } = useItemsList.getState();
  useItemsList.setState({ scope: selectedSkus.size > 0 || item !== null ? 'chosen' : 'found' });
  useSimulator.setState({ dialog: 'change-items' });
}

/** Which catalog is shown, and a text that narrows its items. */
export function CatalogSearch() {
  const catalog = useCatalog();
  const catalogs = useActivity((state) => state.catalogs);
  const keys = useActivity(({ catalogKeys }) => catalogKeys);
  const search = useItemsList((state) => state.search);
  if (catalog === undefined) return null;
  return (
    <>
      <SearchField
        id="catalog-search"
        label="Search items"
        placeholder="SKU or name"
        value={search}
        onChange={(text) => useItemsList.setState({ search: text, ...NO_ITEMS })}
      />
      {keys.length === 1 ? null : (
        <Select
          size="xs"
          aria-label="Catalog"
          className="hand-catalog"
          allowDeselect={false}
          comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-end' }}
          data={keys.map((key) => {
            const { name, program } = catalogs.get(key)!;
            return { value: String(key), label: `${program.name.trim()}: ${name}` };
          })}
          value={String(catalog.key)}
          onChange={(key) => {
            select({ catalogKey: Number(key) });
            useItemsList.setState(NO_ITEMS);
          }}
        />
      )}
    </>
  );
}

/** What can be done with the items of the catalog. */
export function CatalogTools() {
  const catalog = useCatalog();
  const selectedSkus = useItemsList((state) => state.selectedSkus);
  if (catalog === undefined) return null;
  return (
    <>
      <Button size="xs" px={8} leftSection={<IconEdit size={14} stroke={1.5} />} onClick={changeItems}>
        {selectedSkus.size > 0 ? `Change ${count(selectedSkus.size)}…` : 'Change…'}
      </Button>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon size="xs" aria-label="More items" title="More items">
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlus size={15} stroke={1.5} />} onClick={() => open('add-item')}>
            Add an item…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSparkles size={15} stroke={1.5} />}
            onClick={() => open('generate-items')}
          >
            Generate items…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileImport size={15} stroke={1.5} />}
            onClick={() => open('import-items')}
          >
            Import CSV…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

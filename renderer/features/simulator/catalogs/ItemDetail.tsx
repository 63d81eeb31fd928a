import { Button } from '@mantine/core';
import type { ItemRow } from '../../../../shared/contract/world.ts';
import { itemValues } from '../../../../shared/placeholders/placeholder-values.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { WireText } from '../../../components/WireText.tsx';
import { count } from '../../../lib/format.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { DetailPane } from '../DetailPane.tsx';
import { useWorld } from '../ProgramSelect.tsx';
import { changeItems } from './CatalogTools.tsx';
import { useCatalog, useItemsList } from './items-view.ts';
import { useItem } from './useItems.ts';

/** The selected item as its postbacks carry it, and changing it. */
export function ItemDetail() {
  const catalog = useCatalog();
  const chosen = useItemsList((state) => state.item);
  const selectedSkus = useItemsList((state) => state.selectedSkus);
  const current = useItem(catalog, chosen?.sku);
  if (selectedSkus.size > 0) {
    return (
      <Pane label="Catalog item">
        <EmptyState title={`${count(selectedSkus.size)} items selected`}>
          <Button size="xs" onClick={changeItems}>
            Change them…
          </Button>
        </EmptyState>
      </Pane>
    );
  }
  const item = current ?? chosen;
  if (catalog === undefined || item === null) {
    return (
      <Pane label="Catalog item">
        <EmptyState title="No item selected">
          Select one, or several with Shift or Ctrl. Each changed item fires its own postback.
        </EmptyState>
      </Pane>
    );
  }
  return (
    <DetailPane
      label="Catalog item"
      title={item.name}
      id={item.sku}
      copyId="Copy SKU"
      buttons={
        <Button size="xs" onClick={changeItems}>
          Change…
        </Button>
      }
    >
      <div className="section-head">
        Values <span className="count">as sent in a change postback</span>
      </div>
      <Values item={item} />
    </DetailPane>
  );
}

function Values({ item }: { item: ItemRow }) {
  const { rule } = useMoney();
  const catalog = useCatalog();
  const program = useWorld()?.programs.find(({ id }) => id === catalog?.program.id);
  if (catalog === undefined || program === undefined) return null;
  const { id, name, items } = catalog;
  const values = itemValues({ program, catalog: { id, name, items } }, item, 'UPDATED', item.updatedAt, {
    moneyDigits: rule,
  });
  return (
    <KeyValue
      label="Values"
      rows={Object.entries(values)
        .filter(([key, value]) => value !== '' && key !== 'ChangeType' && key !== 'DateLastUpdated')
        .map(([key, value]) => ({ id: key, name: key, value: <WireText text={value} /> }))}
    />
  );
}

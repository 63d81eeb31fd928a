import type { CatalogView, ItemRow } from '../../../../shared/contract/world.ts';
import { moneyFigure } from '../../../../shared/scenario/ledger-sum.ts';
import { Chip } from '../../../components/Chip.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { type SortColumn, SortHeads } from '../../../components/SortHeads.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, counted, fullTime, timeParts } from '../../../lib/format.ts';
import { attempt } from '../../../state/notify.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { WorkspaceFilePath } from '../programs/WorkspaceFilePath.tsx';
import { useSimulator } from '../simulator-view.ts';
import { type ItemSort, NO_ITEMS, useCatalog, useItemsList } from './items-view.ts';
import { STOCK_WORDS } from './stock-words.ts';
import { skusAt, useItems } from './useItems.ts';

/** The items of the chosen catalog, any number of them. */
export function ItemsTable() {
  const catalog = useCatalog();
  if (catalog === undefined) {
    return (
      <Pane label="Catalog items" className="world-list">
        <EmptyState title="No catalogs">
          <p>Add one under catalogs of a program in</p>
          <WorkspaceFilePath />
        </EmptyState>
      </Pane>
    );
  }
  return <Items key={catalog.key} catalog={catalog} />;
}

/** Chooses a range of places, or one more, or one less. */
async function pick(
  catalog: number,
  rows: ReadonlyMap<number, ItemRow>,
  index: number,
  { range, toggle }: { range: boolean; toggle: boolean },
): Promise<void> {
  const { selectedSkus, anchor, item } = useItemsList.getState();
  if (range) {
    const start = anchor ?? index;
    const skus = await attempt(() => skusAt(catalog, Math.min(start, index), Math.max(start, index)));
    if (skus !== undefined)
      useItemsList.setState({ selectedSkus: new Set(skus.length < 2 ? [] : skus), anchor: start });
    return;
  }
  const sku = rows.get(index)?.sku;
  if (!toggle || sku === undefined) return;
  const next = new Set(selectedSkus.size === 0 && item !== null ? [item.sku] : selectedSkus);
  if (!next.delete(sku)) next.add(sku);
  useItemsList.setState({ selectedSkus: next.size < 2 ? new Set() : next, anchor: index });
}

function Items({ catalog }: { catalog: CatalogView }) {
  const { rows, places, total, loaded, look } = useItems(catalog);
  const search = useItemsList((state) => state.search);
  const item = useItemsList((state) => state.item);
  const selectedSkus = useItemsList((state) => state.selectedSkus);
  const zone = useZoneOf(catalog.program.id);
  return (
    <Pane label="Catalog items" className="world-list">
      <VirtualList
        label="Catalog items"
        count={total}
        keyOf={(index) => index}
        selected={item === null ? -1 : (places.get(item.sku) ?? -1)}
        onSelect={(index) => {
          const row = rows.get(index);
          if (row !== undefined) useItemsList.setState({ ...NO_ITEMS, item: row, anchor: index });
        }}
        several={{
          isPicked: (index) => selectedSkus.has(rows.get(index)?.sku ?? ''),
          onPick: (index, how) => void pick(catalog.key, rows, index, how),
          onAll: () => void pick(catalog.key, rows, total - 1, { range: true, toggle: false }),
        }}
        onOpen={() => useSimulator.setState({ dialog: 'change-items' })}
        copyOf={(index) => rows.get(index)?.sku ?? ''}
        onRange={look}
        rowClass="list-whole"
        renderHead={() => <Head />}
        renderRow={(index) => <Row row={rows.get(index)} zone={zone} />}
        empty={
          !loaded ? null : search === '' ? (
            <EmptyState title="This catalog is empty">
              Add an item, generate some, or import a CSV file.
            </EmptyState>
          ) : (
            <EmptyState title="No matching items">The search covers SKUs and names.</EmptyState>
          )
        }
      />
      <div className="pane-foot world-foot" role="status" data-testid="item-totals">
        <span className="medium">
          {search === '' ? counted(total, 'item') : `${count(total)} of ${count(catalog.items)}`}
        </span>
        {selectedSkus.size === 0 ? null : <span>{count(selectedSkus.size)} selected</span>}
        <span className="spacer" />
        <span>{count(catalog.inStock)} in stock</span>
      </div>
    </Pane>
  );
}

const COLUMNS: readonly SortColumn<ItemSort>[] = [
  { name: 'sku', label: 'SKU' },
  { name: 'name', label: 'Name' },
  { name: 'price', label: 'Price', className: 'align-right' },
  { name: 'stock', label: 'Stock' },
  { name: 'updatedAt', label: 'Changed', className: 'align-right' },
];

function Head() {
  const name = useItemsList(({ sort }) => sort);
  const descending = useItemsList((state) => state.descending);
  return (
    <div className="list-head world-item">
      <SortHeads
        columns={COLUMNS}
        order={{ name, descending }}
        onSort={(sort) =>
          useItemsList.setState({ sort, descending: name === sort && !descending, ...NO_ITEMS })
        }
      />
    </div>
  );
}

function Row({ row, zone }: { row: ItemRow | undefined; zone: string }) {
  if (row === undefined) return <div className="world-item" role="presentation" aria-busy="true" />;
  const { sku, name, price, stock, updatedAt } = row;
  const { date, time } = timeParts(updatedAt, zone);
  return (
    <div className="world-item" role="presentation" data-testid="item-row">
      <span role="gridcell" className="mono ellipsis" title={sku}>
        {sku}
      </span>
      <span role="gridcell" className="ellipsis" title={name}>
        {name}
      </span>
      <span role="gridcell" className="align-right">
        {moneyFigure(price)}
      </span>
      <span role="gridcell">
        <Chip tone={STOCK_WORDS[stock].tone}>{STOCK_WORDS[stock].word}</Chip>
      </span>
      <span
        role="gridcell"
        className="align-right dimmed"
        title={updatedAt === 0 ? undefined : fullTime(updatedAt, zone)}
      >
        {updatedAt === 0 ? '' : `${date.slice(4, -5)} ${time.slice(0, 5)}`}
      </span>
    </div>
  );
}

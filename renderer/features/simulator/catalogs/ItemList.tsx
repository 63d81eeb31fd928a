import type { CatalogView, ItemRow } from '../../../../shared/contract/world.ts';
import { Chip } from '../../../components/Chip.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, counted, fullTime } from '../../../lib/format.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { attempt } from '../../../state/notify.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { ListHead, type SortChoice } from '../hand/ListHead.tsx';
import { NoLinesYet, TWO_LINES_PX, TwoLines } from '../hand/TwoLines.tsx';
import { WorkspaceFilePath } from '../programs/WorkspaceFilePath.tsx';
import { useSimulator } from '../simulator-view.ts';
import { type ItemSort, NO_ITEMS, useCatalog, useItemsList } from './items-view.ts';
import { STOCK_WORDS } from './stock-words.ts';
import { skusAt, useItems } from './useItems.ts';

/** The items of the chosen catalog, any number of them. */
export function ItemList() {
  const catalog = useCatalog();
  if (catalog === undefined) {
    return (
      <EmptyState title="No catalogs">
        <p>Add one under catalogs of a program in</p>
        <WorkspaceFilePath />
      </EmptyState>
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
    <>
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
        rowClass="list-whole hand-two-lines"
        rowHeight={TWO_LINES_PX}
        renderHead={() => <Head />}
        renderRow={(index) => <Row row={rows.get(index)} zone={zone} currency={catalog.program.currency} />}
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
      <div className="pane-foot hand-foot" role="status" data-testid="item-totals">
        <span className="medium">
          {search === '' ? counted(total, 'item') : `${count(total)} of ${count(catalog.items)}`}
        </span>
        {selectedSkus.size === 0 ? null : <span>{count(selectedSkus.size)} selected</span>}
        <span className="spacer" />
        <span>{count(catalog.inStock)} in stock</span>
      </div>
    </>
  );
}

const SORTS: readonly SortChoice<ItemSort>[] = [
  { name: 'sku', label: 'SKU' },
  { name: 'name', label: 'Name' },
  { name: 'price', label: 'Price' },
  { name: 'stock', label: 'Stock' },
  { name: 'updatedAt', label: 'Last change' },
];

function Head() {
  const name = useItemsList(({ sort }) => sort);
  const descending = useItemsList((state) => state.descending);
  return (
    <ListHead
      choices={SORTS}
      order={{ name, descending }}
      onSort={(sort) =>
        useItemsList.setState({ sort, descending: name === sort && !descending, ...NO_ITEMS })
      }
      news={0}
      goHome={() => {}}
    />
  );
}

function Row({ row, zone, currency }: { row: ItemRow | undefined; zone: string; currency: string }) {
  const money = useMoney();
  if (row === undefined) return <NoLinesYet />;
  const { sku, name, price, stock, updatedAt } = row;
  return (
    <TwoLines
      name={sku}
      state={<Chip tone={STOCK_WORDS[stock].tone}>{STOCK_WORDS[stock].word}</Chip>}
      text={
        <span title={updatedAt === 0 ? name : `${name}\nChanged ${fullTime(updatedAt, zone)}`}>{name}</span>
      }
      figure={<span className="medium">{money.figure(price, currency)}</span>}
      testId="item-row"
    />
  );
}

import type { ListWindow } from '../../../shared/contract/window.ts';
import type { CatalogView, ItemRow } from '../../../shared/contract/world.ts';
import type { StockedItem } from '../../../shared/domain/catalog.ts';
import type { Program } from '../../../shared/domain/program.ts';
import { json, number, type Row, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** What postbacks of items need from their program. */
export type CatalogProgram = Pick<Program, 'id' | 'name' | 'timeZone' | 'currency' | 'landingPage'>;

export interface StoredCatalog extends CatalogView {
  program: CatalogProgram;
}

/** An item with its key and the number of its changes. */
export interface StoredItem {
  key: number;
  item: StockedItem;
  changes: number;
}

export interface ItemsWindow {
  search: string;
  sort: 'sku' | 'name' | 'price' | 'stock' | 'updatedAt';
  descending: boolean;
  at: number;
  limit: number;
}

const COLUMNS: Record<ItemsWindow['sort'], string> = {
  sku: 'sku',
  name: 'name COLLATE NOCASE',
  price: 'price',
  stock: 'stock',
  updatedAt: 'updated_at',
};

function catalogOf(row: Row): StoredCatalog {
  return {
    key: number(row.key),
    change: number(row.change),
    program: json<CatalogProgram>(row.program),
    id: text(row.id),
    name: text(row.name),
    items: number(row.items),
    inStock: number(row.in_stock),
  };
}

function itemRow(row: Row): ItemRow {
  return { ...json<StockedItem>(row.item), key: number(row.key), updatedAt: number(row.updated_at) };
}

/** A search looks in SKU and name, ignoring case; % and _ have no special meaning. */
const FOUND = `removed = 0 AND (?2 = '' OR instr(lower(sku), lower(?2)) > 0 OR instr(lower(name), lower(?2)) > 0)`;

/** Catalogs of manual work and their items, on disk. */
export class CatalogStore {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** A catalog, by its program's id and its own. */
  find(programId: string, id: string): StoredCatalog | undefined {
    const row = this.#writer.get('SELECT * FROM catalogs WHERE program_id = ? AND id = ?', programId, id);
    return row && catalogOf(row);
  }

  get(key: number): StoredCatalog | undefined {
    const row = this.#writer.get('SELECT * FROM catalogs WHERE key = ?', key);
    return row && catalogOf(row);
  }

  /** Adds a catalog with its first items. */
  add(program: CatalogProgram, id: string, name: string, items: readonly StockedItem[], at: number): void {
    const writer = this.#writer;
    const { name: programName, timeZone, currency, landingPage } = program;
    const kept: CatalogProgram = { id: program.id, name: programName, timeZone, currency, landingPage };
    writer.transaction(() => {
      const key = writer.insert(
        'INSERT INTO catalogs (change, program, program_id, id, name, items, in_stock) VALUES (?, ?, ?, ?, ?, 0, 0)',
        writer.nextChange(),
        JSON.stringify(kept),
        program.id,
        id,
        name,
      );
      for (const item of items) this.put(key, item, at, 0);
      this.count(key);
    });
  }

  item(catalog: number, sku: string): StoredItem | undefined {
    const row = this.#writer.get(
      'SELECT key, changes, item FROM catalog_items WHERE catalog_key = ? AND sku = ?',
      catalog,
      sku,
    );
    return row && { key: number(row.key), changes: number(row.changes), item: json<StockedItem>(row.item) };
  }

  /** Stores an item; returns its key. Call `count` afterwards to update the catalog's figures. */
  put(catalog: number, item: StockedItem, at: number, changes: number): number {
    const row = this.#writer.get(
      `INSERT INTO catalog_items (catalog_key, sku, name, price, stock, removed, updated_at, changes, item)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (catalog_key, sku) DO UPDATE SET name = excluded.name, price = excluded.price, stock = excluded.stock,
         removed = excluded.removed, updated_at = excluded.updated_at, changes = excluded.changes, item = excluded.item
       RETURNING key`,
      catalog,
      item.sku,
      item.name,
      item.price,
      item.stock,
      item.removed ? 1 : 0,
      at,
      changes,
      JSON.stringify(item),
    );
    return number(row?.key);
  }

  /** Updates a catalog's figures and marks it as changed. */
  count(key: number): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        `UPDATE catalogs SET change = ?1,
           items = (SELECT count(*) FROM catalog_items WHERE catalog_key = ?2 AND removed = 0),
           in_stock = (SELECT count(*) FROM catalog_items WHERE catalog_key = ?2 AND removed = 0 AND stock = 'InStock')
         WHERE key = ?2`,
        writer.nextChange(),
        key,
      ),
    );
  }

  /** The SKUs of all items that a search finds, in the catalog's order. */
  skus(catalog: number, search: string): string[] {
    return this.#writer
      .all(`SELECT sku FROM catalog_items WHERE catalog_key = ?1 AND ${FOUND} ORDER BY key`, catalog, search)
      .map(({ sku }) => text(sku));
  }

  /** How many items a catalog has ever had; generated items continue from this number. */
  everHad(catalog: number): number {
    return number(
      this.#writer.get('SELECT count(*) AS n FROM catalog_items WHERE catalog_key = ?', catalog)?.n,
    );
  }

  /** An item as a row of the list; undefined if it does not exist or was removed. */
  row(catalog: number, sku: string): ItemRow | undefined {
    const row = this.#writer.get(
      'SELECT key, item, updated_at FROM catalog_items WHERE catalog_key = ? AND sku = ? AND removed = 0',
      catalog,
      sku,
    );
    return row && itemRow(row);
  }

  /** A window of a catalog's items, without removed ones. Its revision is the catalog's change. */
  list(catalog: number, { search, sort, descending, at, limit }: ItemsWindow): ListWindow<ItemRow> {
    const head = this.#writer.get('SELECT change, items FROM catalogs WHERE key = ?', catalog);
    const total =
      search === ''
        ? head?.items
        : this.#writer.get(
            `SELECT count(*) AS n FROM catalog_items WHERE catalog_key = ?1 AND ${FOUND}`,
            catalog,
            search,
          )?.n;
    const order = `${COLUMNS[sort]} ${descending ? 'DESC' : 'ASC'}, sku`;
    const rows = this.#writer.all(
      `SELECT key, item, updated_at FROM catalog_items WHERE catalog_key = ?1 AND ${FOUND} ORDER BY ${order} LIMIT ?3 OFFSET ?4`,
      catalog,
      search,
      limit,
      at,
    );
    return {
      rows: rows.map(itemRow),
      total: number(total ?? 0),
      revision: number(head?.change ?? 0),
    };
  }

  changedAfter(change: number, limit: number): CatalogView[] {
    return this.#writer
      .all('SELECT * FROM catalogs WHERE change > ? ORDER BY change LIMIT ?', change, limit)
      .map((row) => {
        const { program, ...rest } = catalogOf(row);
        return { ...rest, program: { id: program.id, name: program.name, currency: program.currency } };
      });
  }
}

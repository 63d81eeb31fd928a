import { PostbenchError } from '../errors.ts';
import type { CatalogItem, Stock } from './catalog-item.ts';
import { digitsOf, type MoneyDigits } from './currency-digits.ts';
import { formatExactly, type Money, parseMoney, requireDigits, shareOf, unitOf } from './money.ts';
import type { CatalogConfig, Program } from './program.ts';
import { drawFrom } from './random.ts';

/** A change of one product. Each one fires a postback of its own; there is no batching (seen live). */
export type ItemCommand =
  | { type: 'price'; price: Money }
  | { type: 'stock'; stock: Stock }
  | { type: 'add'; item: CatalogItem }
  /** All its values from now on. */
  | { type: 'update'; item: CatalogItem }
  | { type: 'remove' };

/** What happened to a product. The platform publishes no such field (assumed values of a declared placeholder). */
export type ItemChangeType = 'ADDED' | 'UPDATED' | 'DELETED';

/** What each change adds to the number of existing items. */
export const COUNTS: Record<ItemChangeType, number> = { ADDED: 1, UPDATED: 0, DELETED: -1 };

/** The current state of one product of a catalog. */
export interface StockedItem extends Omit<CatalogItem, 'price' | 'originalPrice'> {
  price: Money;
  originalPrice: Money;
  /** A removed product is kept: its history stays readable. */
  removed: boolean;
}

export function stockedItem({ price, originalPrice, ...item }: CatalogItem): StockedItem {
  const now = parseMoney(price);
  return {
    ...item,
    price: now,
    originalPrice: originalPrice === undefined ? now : parseMoney(originalPrice),
    removed: false,
  };
}

/** A product in a file. */
export function catalogItemOf(item: StockedItem): CatalogItem {
  const { sku, name, stock, description, manufacturer, category, url, imageUrl, gtin } = item;
  const [price, originalPrice] = [formatExactly(item.price), formatExactly(item.originalPrice)];
  return { sku, name, price, originalPrice, stock, description, manufacturer, category, url, imageUrl, gtin };
}

const ADJECTIVES = 'Alpine Coastal Folding Heavy Light Merino Nordic Quick Ridge Sturdy Summit Trail'.split(
  ' ',
);
const NOUNS = 'Tent Backpack Stove Lantern Jacket Boots Mattress Bottle Rope Kayak Compass Hammock'.split(
  ' ',
);
const CATEGORIES = ['Outdoor > Camping', 'Outdoor > Hiking', 'Apparel > Outerwear', 'Outdoor > Water sports'];

/** The `index`th made-up product of a catalog in a currency: the same for the same seed. */
export function madeItem(catalogId: string, seed: number, index: number, currency: string): StockedItem {
  // A price with two digits at most is possible under either rule.
  const digits = Math.min(2, digitsOf(currency));
  const draw = drawFrom(seed, 'item', catalogId, index);
  const pick = (words: readonly string[]) => words[draw(0, words.length - 1)]!;
  const name = `${pick(ADJECTIVES)} ${pick(NOUNS)} ${draw(100, 999)}`;
  const originalPrice = (draw(5, 900) * 100 - 1) * unitOf(digits);
  return {
    sku: `PB-${String(index + 1).padStart(5, '0')}`,
    name,
    price: draw(0, 2) === 0 ? shareOf(originalPrice, 0.9, digits) : originalPrice,
    originalPrice,
    stock: draw(0, 19) === 0 ? 'OutOfStock' : 'InStock',
    description: `${name}, made up for tests`,
    manufacturer: 'Postbench Outfitters',
    category: pick(CATEGORIES),
    url: '',
    imageUrl: '',
    gtin: String(7_700_000_000_000 + draw(0, 999_999_999)),
    removed: false,
  };
}

/** All initial products of a catalog: those of the file, then those made from the seed. */
export function firstItems(
  { id, items, generate }: CatalogConfig,
  seed: number,
  currency: string,
): StockedItem[] {
  const given = items.map(stockedItem);
  const taken = new Set(given.map(({ sku }) => sku));
  const made = Array.from({ length: generate }, (_, index) => madeItem(id, seed, index, currency));
  return [...given, ...made.filter(({ sku }) => !taken.has(sku))];
}

/**
 * Applies a change to a product, which is `undefined` if it is missing. Throws PB_ITEM_UNKNOWN, PB_ITEM_TAKEN,
 * PB_AMOUNT_INVALID, also for a price with more digits than the program's currency has; never mutates the product.
 * Null if nothing would change: then nothing is sent.
 */
export function changeItem(
  item: StockedItem | undefined,
  sku: string,
  command: ItemCommand,
  { currency, rule }: { currency: string; rule?: MoneyDigits | undefined },
): { item: StockedItem; change: ItemChangeType } | null {
  const stocked = (given: CatalogItem): StockedItem => {
    const made = stockedItem(given);
    requireDigits(made.price, `price of ${sku}`, currency, rule);
    requireDigits(made.originalPrice, `original price of ${sku}`, currency, rule);
    return made;
  };
  if (command.type === 'add') {
    if (item !== undefined && !item.removed) {
      throw new PostbenchError('PB_ITEM_TAKEN', `The catalog already has an item "${sku}".`, {
        remedy: 'Use another SKU, or change the price or stock of that item.',
      });
    }
    return { item: stocked(command.item), change: 'ADDED' };
  }
  if (item === undefined || item.removed) {
    throw new PostbenchError('PB_ITEM_UNKNOWN', `The catalog has no item "${sku}".`, {
      remedy: 'Select one from the list, or add it first.',
    });
  }
  switch (command.type) {
    case 'price':
      if (command.price < 0) {
        throw new PostbenchError(
          'PB_AMOUNT_INVALID',
          `The price ${formatExactly(command.price)} is negative.`,
          {
            remedy: 'Use 0.00 or more.',
          },
        );
      }
      requireDigits(command.price, 'price', currency, rule);
      return item.price === command.price
        ? null
        : { item: { ...item, price: command.price }, change: 'UPDATED' };
    case 'stock':
      return item.stock === command.stock
        ? null
        : { item: { ...item, stock: command.stock }, change: 'UPDATED' };
    case 'update': {
      const next = stocked(command.item);
      const isSame = (Object.keys(next) as (keyof StockedItem)[]).every((key) => next[key] === item[key]);
      return isSame ? null : { item: next, change: 'UPDATED' };
    }
    case 'remove':
      return { item: { ...item, removed: true }, change: 'DELETED' };
  }
}

/** The context of a product's postback. */
export interface CatalogPlace {
  program: Pick<Program, 'id' | 'name' | 'timeZone' | 'currency' | 'landingPage'>;
  catalog: { id: string; name: string; items: number };
}

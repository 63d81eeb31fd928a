import { z } from 'zod';
import { idText, moneyText } from './fields.ts';

/** Enum of the catalog API's StockAvailability (documented: OpenAPI partner catalogs v16). */
export const STOCK = ['InStock', 'OutOfStock', 'PreOrder'] as const;
export type Stock = (typeof STOCK)[number];

/** One product of a catalog; the columns of an import by CSV have the same names. */
export const catalogItemSchema = z.strictObject({
  /** CatalogItemId: the product's SKU. */
  sku: idText,
  name: z.string().min(1, 'must not be empty'),
  price: moneyText,
  /** Price before a discount; defaults to the price. */
  originalPrice: moneyText.optional(),
  stock: z.enum(STOCK).default('InStock'),
  description: z.string().default(''),
  manufacturer: z.string().default(''),
  category: z.string().default(''),
  url: z.string().default(''),
  imageUrl: z.string().default(''),
  gtin: z.string().default(''),
});
/** A product in a file or an import. */
export type CatalogItem = z.output<typeof catalogItemSchema>;

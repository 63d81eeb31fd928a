import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { sendToSchema } from '../delivery/send-to.ts';
import type { StockedItem } from '../domain/catalog.ts';
import {
  bulkChange,
  catalogItem,
  closingShape,
  generatedItems,
  inquiryShape,
  linkShape,
} from '../domain/inputs.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Click } from '../domain/link.ts';
import { declaredErrors } from './errors.ts';
import { LARGEST_IMPORT } from './limits.ts';
import { type ListWindow, windowShape } from './window.ts';

/** A click on a tracking link that can be converted. */
export interface ClickView {
  key: number;
  change: number;
  runId: number | null;
  link: string;
  click: Click;
}

export interface InquiryView {
  key: number;
  change: number;
  runId: number | null;
  inquiry: Inquiry;
}

/** A catalog of a program of the workspace; its items are asked for in windows. */
export interface CatalogView {
  key: number;
  change: number;
  program: { id: string; name: string; currency: string };
  id: string;
  name: string;
  /** Existing items, and how many of them are in stock. */
  items: number;
  inStock: number;
}

/** One row of a catalog's items. */
export interface ItemRow extends StockedItem {
  /** What its deliveries are about. */
  key: number;
  updatedAt: number;
}

const base = oc.errors(declaredErrors);
const key = z.number().int().positive();
const to = sendToSchema.optional();
/** Which rows, and where the window begins: those that fit all that is given. */
const keyedWindow = {
  ...windowShape,
  key: key.optional(),
  /** Only rows with a larger key. */
  after: z.number().int().min(0).optional(),
  /** Only those from work by hand. */
  byHand: z.boolean().default(false),
  from: z.enum(['newest', 'oldest']).default('newest'),
};
/** Which items: some SKUs, or all that a search finds. */
const which = z.union([
  z.object({ skus: z.array(z.string()).min(1).max(100_000) }),
  z.object({ search: z.string() }),
]);

/** Links, clicks, inquiries and catalogs in manual work, on its clock. */
export const worldContract = {
  /** The tracking link with a partner's values. Throws PB_LINK_INVALID, PB_ARGUMENT_INVALID. */
  link: base.input(z.object(linkShape)).output(type<{ link: string }>()),
  /** Clicks a link that was built here or pasted. */
  click: base.input(z.object({ link: z.string() })).output(type<ClickView>()),
  /** Throws PB_INQUIRY_REFUSED, also for a partner of another kind. */
  openInquiry: base
    .input(
      z.object({
        ...inquiryShape,
        /** The key of the action in question; only an untracked order has none. */
        action: key.optional(),
        /** Ms since the epoch. */
        transactionDate: z.number().optional(),
        to,
      }),
    )
    .output(type<InquiryView>()),
  /** A window of the clicks, by their keys. */
  clicks: base
    .input(z.object({ ...keyedWindow, link: z.string().optional() }))
    .output(type<ListWindow<ClickView>>()),
  /** A window of the inquiries, by their keys. */
  inquiries: base.input(z.object(keyedWindow)).output(type<ListWindow<InquiryView>>()),
  closeInquiry: base.input(z.object({ ...closingShape, key, to })).output(type<InquiryView>()),
  /** A window of a catalog's items, those removed left out. Its revision is the catalog's change. */
  items: base
    .input(
      z.object({
        catalog: key,
        search: z.string().default(''),
        sort: z.enum(['sku', 'name', 'price', 'stock', 'updatedAt']).default('sku'),
        descending: z.boolean().default(false),
        ...windowShape,
      }),
    )
    .output(type<ListWindow<ItemRow>>()),
  /** One item of a catalog as it stands; null when it was removed. */
  item: base.input(z.object({ catalog: key, sku: z.string() })).output(type<ItemRow | null>()),
  /** Changes one item or many; each one that changes fires its postbacks. Tells how many changed. */
  changeItems: base
    .input(z.object({ catalog: key, which, change: bulkChange, to }))
    .output(type<{ changed: number }>()),
  /** Adds one item. Throws PB_ITEM_TAKEN. */
  addItem: base.input(z.object({ catalog: key, item: catalogItem, to })).output(type<{ changed: number }>()),
  /** Creates that many more items from a seed. */
  generateItems: base
    .input(z.object({ catalog: key, count: generatedItems, to }))
    .output(type<{ changed: number }>()),
  /**
   * Adds and updates items from the text of a CSV file with a header row: sku, name, price and the other columns of a
   * catalog item. Imports all or nothing: PB_CATALOG_INVALID names the line and column of a problem.
   */
  importItems: base
    .input(
      z.object({ catalog: key, csv: z.string().max(LARGEST_IMPORT, 'is larger than 16 MiB; split it'), to }),
    )
    .output(type<{ added: number; updated: number; unchanged: number }>()),
};

import { z } from 'zod';
import { catalogItemSchema, STOCK } from './catalog-item.ts';
import { idText, moneyText } from './fields.ts';
import { INQUIRY_TYPES, REJECT_REASONS, RESOLUTIONS } from './inquiry.ts';
import { SUB_ID_LIMIT } from './link.ts';
import { currencyCode } from './program.ts';
import { REASON_CODE } from './reasons.ts';

/**
 * The input of each verb of the world, defined once: the contract, scenario files and dialogs use these. A
 * shape defines the fields; its check, how they combine. Callers add how they refer to other things: a step by
 * its id, the screen by a key. A dialog checks its fields with the `...Input` schemas.
 */

/** Most characters of an order id (assumed). */
export const ORDER_ID_LIMIT = 64;

const limited = (limit: number, of: string) =>
  z.string().max(limit, `has more than ${limit} characters, the limit of ${of}`);

export const orderId = limited(ORDER_ID_LIMIT, 'an order id');
/** Documented limit of SubIds and SharedId: 255 characters. */
export const subId = limited(SUB_ID_LIMIT, 'a SubId or SharedId');

/** An id or a name of something in the world; a bare number in a YAML file is read as its digits. */
export const idOrName = z.union([z.string(), z.number()]).transform(String);

export const reason = z.string().regex(REASON_CODE, {
  error: ({ input }) =>
    input === ''
      ? 'needs a reason code such as ITEM_RETURNED'
      : `"${String(input)}" is not a reason code: use capitals, digits, and _, as in ITEM_RETURNED`,
});

/** How many of the program's currency one of the order's is. */
export const exchangeRate = z
  .number('must be a rate such as 1.08')
  .positive('must be more than 0')
  .max(1_000_000, 'must be 1,000,000 or less');

export const subIdShape = {
  subId1: subId.optional(),
  subId2: subId.optional(),
  subId3: subId.optional(),
  sharedId: subId.optional(),
};

/** The values of a tracking link. */
export const linkShape = {
  program: idOrName.optional(),
  ad: idOrName.optional(),
  property: idOrName.optional(),
  ...subIdShape,
  deepLink: z.string().optional(),
};

/** Lines of an order: each SKU once. Amounts are of the whole line, in the order's currency. */
export const orderItems = z
  .array(
    z.strictObject({
      sku: idText,
      quantity: z
        .number('must be a whole number')
        .int('must be a whole number')
        .min(1, 'must be 1 or more')
        .max(100_000, 'must be 100,000 or less')
        .default(1),
      amount: moneyText,
      category: z.string().default(''),
    }),
  )
  .min(1, 'needs at least one item')
  .superRefine((items, context) => refuseRepeated(items, context));

/** What many purchases of one kind have in common; each has its own amount or items. */
export const purchaseShape = {
  program: idOrName.optional(),
  eventType: idOrName.optional(),
  payout: moneyText.optional(),
  currency: currencyCode.optional(),
  exchangeRate: exchangeRate.optional(),
  ...subIdShape,
  promoCode: z.string().optional(),
};

/** One purchase, sign-up or install. `click` is for callers to add. */
export const trackShape = {
  ...purchaseShape,
  /** In the order's currency; omit it if there are items. */
  amount: moneyText.optional(),
  items: orderItems.optional(),
  orderId: orderId.optional(),
};

interface TrackGiven {
  amount?: string | undefined;
  items?: unknown;
  click?: unknown;
  subId1?: string | undefined;
  subId2?: string | undefined;
  subId3?: string | undefined;
  sharedId?: string | undefined;
}

/** Either an amount or items; and nothing that already comes from the click. */
export function checkTrack(track: TrackGiven, context: z.RefinementCtx): void {
  const { amount, items, click } = track;
  if (amount === undefined && items === undefined)
    context.addIssue({ code: 'custom', path: [], message: 'needs an amount or items' });
  refuseSumAndItems(track, context);
  const own = (['subId1', 'subId2', 'subId3', 'sharedId'] as const).find((key) => track[key] !== undefined);
  if (click !== undefined && own !== undefined)
    context.addIssue({ code: 'custom', path: [own], message: 'comes from the click; set it there' });
}

export const trackInput = z.looseObject(trackShape).superRefine(checkTrack);

/** Changes to lines of an order: each SKU once. */
export const itemModifications = z
  .array(
    z.strictObject({
      sku: idText,
      quantity: z
        .number('must be a whole number')
        .int('must be a whole number')
        .min(0, 'must be 0 or more')
        .optional(),
      amount: moneyText.optional(),
    }),
  )
  .min(1, 'needs at least one item')
  .superRefine((items, context) => refuseRepeated(items, context));

/** A change of an order: its amount, or lines of it, whose quantity or amount 0 rejects one. */
export const modificationShape = {
  amount: moneyText.optional(),
  items: itemModifications.optional(),
  payout: moneyText.optional(),
  reason: reason.default('ORDER_UPDATE'),
};

export function checkModification(
  modification: { amount?: string | undefined; items?: unknown },
  context: z.RefinementCtx,
): void {
  refuseSumAndItems(modification, context);
}

export const modificationInput = z.object(modificationShape).superRefine(checkModification);

export const reversalShape = { reason: reason.default('ITEM_RETURNED') };
export const reversalInput = z.object(reversalShape);

/** A question about an action, or about an order that was never tracked. `action` and the time are for callers to add. */
export const inquiryShape = {
  type: z.enum(INQUIRY_TYPES),
  program: idOrName.optional(),
  orderId: orderId.optional(),
  amount: moneyText.optional(),
  expectedPayout: moneyText.optional(),
  customerId: z.string().optional(),
  partnerInquiryId: z.string().optional(),
  notes: z.string().optional(),
};

export const inquiryInput = z.object(inquiryShape);

export const closingShape = {
  resolution: z.enum(RESOLUTIONS),
  rejectReason: z.enum(REJECT_REASONS).optional(),
  finalPayout: moneyText.optional(),
  notes: z.string().optional(),
};

export const closingInput = z.object(closingShape);

/** What can be done to many items of a catalog at once; exactly one of them. */
export const itemChangeShape = {
  price: moneyText.optional(),
  stock: z.enum(STOCK).optional(),
  remove: z.literal(true).optional(),
};

/** Manual work may also change each price by a percentage: -10 makes it a tenth cheaper. */
const pricePercent = z
  .number('must be a number such as -10')
  .min(-100, 'must be -100 or more')
  .max(10_000, 'must be 10,000 or less');

/** One change in manual work. */
export const bulkChange = z.union([
  z.strictObject({ price: itemChangeShape.price.unwrap() }),
  z.strictObject({ stock: itemChangeShape.stock.unwrap() }),
  z.strictObject({ remove: itemChangeShape.remove.unwrap() }),
  z.strictObject({ pricePercent }),
]);
/** The same for a dialog: an error names its field instead of the whole union. */
export const bulkChangeInput = z.object({ ...itemChangeShape, pricePercent: pricePercent.optional() });
export type BulkChange = z.output<typeof bulkChange>;

/** How many items are generated at once. */
export const generatedItems = z
  .number('must be a whole number')
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(100_000, 'must be 100,000 or less');

/** One item of a catalog, in a file, an import or a dialog. */
export { catalogItemSchema as catalogItem };

function refuseSumAndItems(
  { amount, items }: { amount?: string | undefined; items?: unknown },
  context: z.RefinementCtx,
): void {
  if (amount === undefined || items === undefined) return;
  context.addIssue({ code: 'custom', path: ['amount'], message: 'is the sum of the items; leave it out' });
}

function refuseRepeated(items: readonly { sku: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  items.forEach(({ sku }, index) => {
    if (seen.has(sku))
      context.addIssue({
        code: 'custom',
        path: [index, 'sku'],
        message: `"${sku}" appears twice`,
      });
    seen.add(sku);
  });
}

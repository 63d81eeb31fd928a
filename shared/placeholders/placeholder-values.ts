import type { Action, LedgerEntry } from '../domain/action.ts';
import type { CatalogPlace, ItemChangeType, StockedItem } from '../domain/catalog.ts';
import type { MoneyDigits } from '../domain/currency-digits.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import { formatIn, type Money } from '../domain/money.ts';
import { isoInZone, type Millis } from '../domain/time.ts';

/** The text of each placeholder for one event; a missing or empty one is unset. */
export type Values = Readonly<Record<string, string>>;

/** What Payout and Amount of a reversal are: 0.00 (inferred), or what they were before. */
export type ReversalValues = 'zero' | 'previous';

/** How a workspace reads the platform where nothing is published; each has its default. */
export interface ValueRules {
  reversalValues?: ReversalValues | undefined;
  moneyDigits?: MoneyDigits | undefined;
}

/**
 * The values of a postback of this ledger line. Dates are in the program's zone, money is text with as many decimals as its
 * currency has.
 * CreationDate is empty: it was in all three known live requests, although the API documents a value.
 */
export function actionValues(
  action: Action,
  entry: LedgerEntry,
  { reversalValues, moneyDigits }: ValueRules = {},
): Values {
  const { program, eventType, partner, tracking, items } = action;
  const date = (at: number) => isoInZone(at, program.timeZone);
  const money = (amount: Money) => formatIn(amount, program.currency, moneyDigits);
  const shown = reversalValues === 'previous' && entry.kind === 'reversed';
  const original = shown ? (action.beforeReversal?.originalAmount ?? 0) : entry.originalAmount;
  return {
    CampaignId: program.id,
    CampaignName: program.name,
    ActionTrackerId: eventType.id,
    ActionTrackerName: eventType.name,
    EventTypeId: eventType.id,
    EventTypeName: eventType.name,
    MediaPartnerId: partner.id,
    MediaPartnerName: partner.name,
    ActionType: eventType.type,
    ReferringType: 'CLICK_COOKIE',
    ActionId: action.id,
    Status: entry.status,
    StatusDetail: entry.reason,
    AdId: action.adId,
    Payout: money(entry.payout - (shown ? entry.deltaPayout : 0)),
    DeltaPayout: money(entry.deltaPayout),
    IntendedPayout: money(action.intended.payout),
    Amount: money(entry.amount - (shown ? entry.deltaAmount : 0)),
    DeltaAmount: money(entry.deltaAmount),
    IntendedAmount: money(action.intended.amount),
    Currency: program.currency,
    OriginalCurrency: action.originalCurrency,
    OriginalAmount: formatIn(original, action.originalCurrency, moneyDigits),
    EventDate: date(action.eventDate),
    CreationDate: '',
    ReferringDate: date(action.referringDate),
    LockingDate: date(action.lockingDate),
    UpdateDate: date(entry.at),
    ClearingDate: action.clearingDate === null ? '' : date(action.clearingDate),
    ClearedDate: action.clearedDate === null ? '' : date(action.clearedDate),
    LandingPageUrl: tracking.landingPage,
    SharedId: tracking.sharedId,
    SubId1: tracking.subId1,
    SubId2: tracking.subId2,
    SubId3: tracking.subId3,
    RefClickId: tracking.refClickId,
    Oid: tracking.orderId,
    PromoCode: tracking.promoCode,
    PayoutLevel: items.length > 0 ? 'ITEM' : 'ORDER',
    // Several lines of an order in one value: the separator is unpublished, a comma is assumed.
    Sku: items.map(({ sku }) => sku).join(','),
    Quantity: items.map(({ quantity }) => String(quantity)).join(','),
    Category: items.map(({ category }) => category).join(','),
  };
}

/** The values of a postback of this inquiry; names are inferred from the API's object. */
export function inquiryValues(inquiry: Inquiry, { moneyDigits }: ValueRules = {}): Values {
  const { program, closed, expectedPayout } = inquiry;
  const money = (amount: Money) => formatIn(amount, program.currency, moneyDigits);
  const date = (at: number) => isoInZone(at, program.timeZone);
  return {
    Id: inquiry.id,
    MediaPartnerInquiryId: inquiry.partnerInquiryId,
    CampaignId: program.id,
    CampaignName: program.name,
    OrderId: inquiry.orderId,
    TransactionDate: date(inquiry.transactionDate),
    TransactionAmount: money(inquiry.transactionAmount),
    CustomerId: inquiry.customerId,
    InquiryDate: date(inquiry.createdAt),
    InquiryType: inquiry.type,
    ExpectedPayout: expectedPayout === null ? '' : money(expectedPayout),
    ResolutionDeadlineDate: date(inquiry.deadline),
    InquiryNotes: inquiry.notes,
    ActionId: inquiry.actionId,
    ResolutionStatus: closed?.resolution ?? 'UNRESOLVED',
    RejectReason: closed?.rejectReason ?? '',
    FinalPayout: closed === null ? '' : money(closed.finalPayout),
    ResolutionDate: closed === null ? '' : date(closed.at),
    ResolutionNotes: closed?.notes ?? '',
    CreationDate: date(inquiry.createdAt),
  };
}

/** The values of a postback of this catalog item; names are inferred from the API's objects. */
export function itemValues(
  { program, catalog }: CatalogPlace,
  item: StockedItem,
  change: ItemChangeType,
  at: Millis,
  { moneyDigits }: ValueRules = {},
): Values {
  const money = (amount: Money) => formatIn(amount, program.currency, moneyDigits);
  const { price, originalPrice } = item;
  const discount = originalPrice > price ? Math.round(((originalPrice - price) / originalPrice) * 100) : 0;
  return {
    CatalogId: catalog.id,
    CatalogName: catalog.name,
    CatalogItemId: item.sku,
    Id: `product_${catalog.id}_${item.sku}`,
    CampaignId: program.id,
    CampaignName: program.name,
    AdvertiserId: program.id,
    AdvertiserName: program.name,
    Name: item.name,
    Description: item.description,
    Manufacturer: item.manufacturer,
    Url: item.url === '' ? program.landingPage : item.url,
    ImageUrl: item.imageUrl,
    CurrentPrice: money(price),
    OriginalPrice: money(originalPrice),
    DiscountPercentage: discount === 0 ? '' : String(discount),
    Currency: program.currency,
    StockAvailability: item.stock,
    Gtin: item.gtin,
    GtinType: item.gtin === '' ? '' : 'EAN',
    Category: item.category,
    OriginalFormatCategory: item.category,
    NumberOfItems: String(catalog.items),
    DateLastUpdated: isoInZone(at, program.timeZone),
    ChangeType: change,
  };
}

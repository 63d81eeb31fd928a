import type { Action, LedgerEntry } from '../domain/action.ts';
import type { CatalogPlace, ItemChangeType, StockedItem } from '../domain/catalog.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import { formatMoney } from '../domain/money.ts';
import { isoInZone, type Millis } from '../domain/time.ts';

/** The text of each placeholder for one event; a missing or empty one is unset. */
export type Values = Readonly<Record<string, string>>;

/** What Payout and Amount of a reversal are: 0.00 (inferred), or what they were before. */
export type ReversalValues = 'zero' | 'previous';

/**
 * The values of a postback of this ledger line. Dates are in the program's zone, money is text with two decimals.
 * CreationDate is empty: it was in all three known live requests, although the API documents a value.
 */
export function actionValues(action: Action, entry: LedgerEntry, reversal: ReversalValues = 'zero'): Values {
  const { program, eventType, partner, tracking, items } = action;
  const date = (at: number) => isoInZone(at, program.timeZone);
  const shown = reversal === 'previous' && entry.kind === 'reversed';
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
    Payout: formatMoney(entry.payout - (shown ? entry.deltaPayout : 0)),
    DeltaPayout: formatMoney(entry.deltaPayout),
    IntendedPayout: formatMoney(action.intended.payout),
    Amount: formatMoney(entry.amount - (shown ? entry.deltaAmount : 0)),
    DeltaAmount: formatMoney(entry.deltaAmount),
    IntendedAmount: formatMoney(action.intended.amount),
    Currency: program.currency,
    OriginalCurrency: action.originalCurrency,
    OriginalAmount: formatMoney(original),
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
export function inquiryValues(inquiry: Inquiry): Values {
  const { program, closed, expectedPayout } = inquiry;
  const date = (at: number) => isoInZone(at, program.timeZone);
  return {
    Id: inquiry.id,
    MediaPartnerInquiryId: inquiry.partnerInquiryId,
    CampaignId: program.id,
    CampaignName: program.name,
    OrderId: inquiry.orderId,
    TransactionDate: date(inquiry.transactionDate),
    TransactionAmount: formatMoney(inquiry.transactionAmount),
    CustomerId: inquiry.customerId,
    InquiryDate: date(inquiry.createdAt),
    InquiryType: inquiry.type,
    ExpectedPayout: expectedPayout === null ? '' : formatMoney(expectedPayout),
    ResolutionDeadlineDate: date(inquiry.deadline),
    InquiryNotes: inquiry.notes,
    ActionId: inquiry.actionId,
    ResolutionStatus: closed?.resolution ?? 'UNRESOLVED',
    RejectReason: closed?.rejectReason ?? '',
    FinalPayout: closed === null ? '' : formatMoney(closed.finalPayout),
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
): Values {
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
    CurrentPrice: formatMoney(price),
    OriginalPrice: formatMoney(originalPrice),
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

import type { RecordStatus } from './record.ts';

/** Fields that hold money, in the program's currency and in the order's own. */
export const MONEY_FIELDS: ReadonlySet<string> = new Set([
  'Payout',
  'Amount',
  'DeltaPayout',
  'DeltaAmount',
  'IntendedPayout',
  'IntendedAmount',
  'OriginalAmount',
]);

/** Other names that receivers give to a field, in letters and digits only. The first ones are the likelier. */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  ActionId: ['actionid', 'action', 'conversionid', 'transactionid', 'txid', 'externalid', 'networkid', 'id'],
  Status: [
    'status',
    'state',
    'actionstatus',
    'orderstatus',
    'conversionstatus',
    'commissionstatus',
    'transactionstatus',
    'approval',
    'approvalstatus',
  ],
  Payout: [
    'payout',
    'commission',
    'earnings',
    'earning',
    'earned',
    'commissionamount',
    'publishercommission',
    'payoutamount',
    'pay',
    'cashback',
    'reward',
    'income',
    'credit',
    'credited',
    'balance',
    'wallet',
    'revenue',
    'points',
  ],
  Amount: [
    'amount',
    'saleamount',
    'orderamount',
    'ordervalue',
    'ordertotal',
    'orderprice',
    'basket',
    'basketvalue',
    'sale',
    'total',
    'value',
    'price',
    'turnover',
  ],
  Currency: ['currency', 'currencycode', 'payoutcurrency', 'commissioncurrency', 'curr', 'ccy'],
  Oid: ['oid', 'orderid', 'ordernumber', 'orderno', 'orderref'],
  SubId1: ['subid1', 'sub1', 's1', 'aff_sub', 'affsub', 'subid'],
  SubId2: ['subid2', 'sub2', 's2', 'affsub2'],
  SubId3: ['subid3', 'sub3', 's3', 'affsub3'],
  SharedId: ['sharedid', 'shared', 'sharedsubid'],
  EventDate: ['eventdate', 'eventtime', 'orderdate', 'purchasedate', 'transactiondate', 'occurredat', 'date'],
  UpdateDate: ['updatedate', 'lastupdate', 'modifieddate'],
  CampaignName: ['campaignname', 'campaign', 'programname', 'program', 'brand', 'merchant', 'advertiser'],
  CampaignId: ['campaignid', 'programid', 'brandid', 'merchantid', 'advertiserid'],
  PromoCode: ['promocode', 'promo', 'coupon', 'couponcode', 'voucher'],
};

/** Bare names that hold the payout where nothing else does, and its value stands there. */
export const GENERIC_MONEY = new Set(['amount', 'value', 'total', 'sum', 'money', 'cents', 'price']);
/** Letters and digits only, in lower case. */
export const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
/** The last name of a path, without indexes. */
export const lastPart = (path: string) =>
  path
    .replace(/\[\d+\]/g, '')
    .split(/[./@]/)
    .at(-1) ?? path;
/** `payout_cents` and `payoutInMinorUnits` hold what `payout` names. */
export const withoutUnit = (name: string) =>
  name.replace(/(?:in)?(?:cents?|minor(?:units?)?|pennies|pence|micros)$/, '');

/** What words of a status mean wherever they are used. */
export const STATUS_WORDS: Readonly<Record<string, RecordStatus>> = {
  ...words(
    'pending',
    'pending open new tracked created waiting unconfirmed unpaid hold on_hold processing active',
  ),
  ...words('approved', 'approved confirmed locked paid accepted payable cleared completed complete'),
  ...words(
    'reversed',
    'reversed cancelled canceled declined void voided rejected reject refunded returned deleted removed invalid denied chargeback',
  ),
};

function words(status: RecordStatus, list: string): Record<string, RecordStatus> {
  return Object.fromEntries(list.split(' ').map((word) => [word, status]));
}

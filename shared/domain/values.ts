import type { Action, LedgerEntry } from './action.ts';
import { formatMoney } from './money.ts';
import { isoInZone } from './time.ts';

/** The text of each placeholder for one event; a name that is missing or '' is unset. */
export type Values = Readonly<Record<string, string>>;

/**
 * What a postback of this ledger line carries. Dates are in the program's zone, money is text with two digits.
 * CreationDate is empty: it was in all three live requests known, although the API documents a value.
 */
export function actionValues(action: Action, entry: LedgerEntry): Values {
  const { program, eventType, partner, tracking } = action;
  const date = (at: number) => isoInZone(at, program.timeZone);
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
    AdId: program.adId,
    Payout: formatMoney(entry.payout),
    DeltaPayout: formatMoney(entry.deltaPayout),
    IntendedPayout: formatMoney(action.intendedPayout),
    Amount: formatMoney(entry.amount),
    DeltaAmount: formatMoney(entry.deltaAmount),
    IntendedAmount: formatMoney(action.intendedAmount),
    Currency: program.currency,
    OriginalCurrency: program.currency,
    OriginalAmount: formatMoney(entry.amount),
    EventDate: date(action.eventDate),
    CreationDate: '',
    ReferringDate: date(action.referringDate),
    LockingDate: date(action.lockingDate),
    UpdateDate: date(entry.at),
    SharedId: tracking.sharedId,
    SubId1: tracking.subId1,
    SubId2: tracking.subId2,
    SubId3: tracking.subId3,
    RefClickId: tracking.refClickId,
    Oid: tracking.orderId,
    PromoCode: tracking.promoCode,
  };
}

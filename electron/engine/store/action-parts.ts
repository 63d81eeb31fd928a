import type { Action } from '../../../shared/domain/action.ts';
import { json, number, type Row, text } from './activity-rows.ts';
import type { ActionTerms } from './stored-json.ts';

/** What neither the terms of an action say nor a column of its row: stored as JSON. */
interface ActionRest
  extends Pick<
    Action,
    | 'referringDate'
    | 'originalAmount'
    | 'items'
    | 'statusDetail'
    | 'intended'
    | 'beforeReversal'
    | 'clearingDate'
    | 'clearedDate'
  > {
  tracking: Omit<Action['tracking'], 'landingPage' | 'orderId' | 'subId1' | 'sharedId'>;
}

export function termsOf(action: Action): ActionTerms {
  const { program, adId, eventType, partner, originalCurrency, exchangeRate, tracking } = action;
  const { landingPage } = tracking;
  return { program, adId, eventType, partner, originalCurrency, exchangeRate, landingPage };
}

/** The JSON of the rest of an action. */
export function restOf(action: Action): string {
  const { subId2, subId3, refClickId, promoCode, propertyId } = action.tracking;
  const { referringDate, originalAmount, items, statusDetail, intended, beforeReversal } = action;
  const { clearingDate, clearedDate } = action;
  const rest: ActionRest = {
    tracking: { subId2, subId3, refClickId, promoCode, propertyId },
    referringDate,
    originalAmount,
    items,
    statusDetail,
    intended,
    beforeReversal,
    clearingDate,
    clearedDate,
  };
  return JSON.stringify(rest);
}

/** The columns that `actionOf` reads. */
export const ACTION_COLUMNS =
  'id, status, amount, payout, order_id, sub_id1, shared_id, event_date, locking_date, terms_id, action';

/** An action of its row and its terms. */
export function actionOf(row: Row, terms: ActionTerms): Action {
  const { landingPage, ...common } = terms;
  const { tracking, ...rest } = json<ActionRest>(row.action);
  const { subId2, subId3, refClickId, promoCode, propertyId } = tracking;
  return {
    id: text(row.id),
    ...common,
    tracking: {
      subId1: text(row.sub_id1),
      subId2,
      subId3,
      sharedId: text(row.shared_id),
      refClickId,
      orderId: text(row.order_id),
      promoCode,
      landingPage,
      propertyId,
    },
    eventDate: number(row.event_date),
    lockingDate: number(row.locking_date),
    amount: number(row.amount),
    payout: number(row.payout),
    status: text(row.status) as Action['status'],
    ...rest,
  };
}

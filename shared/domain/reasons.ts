/** A documented reason code and its meaning in words. */
export interface Reason {
  code: string;
  text: string;
}

const words = (codes: string): Reason[] =>
  codes.split(' ').map((code) => ({
    code,
    text: code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' '),
  }));

/**
 * DispositionCode of a reversal. Documented by impact.com (brand actions v14, "reverse an action"); brands can
 * also have codes of their own.
 */
export const REVERSAL_REASONS: readonly Reason[] = words(
  'ITEM_RETURNED REJECTED CONS_INFO_INVALID CONS_ERROR CONS_FRAUD ITEM_OUT_OF_STOCK ORDER_ERROR PUB_ACT_DISPUTE NOT_COMPLIANCE_TERMS MP_RETURNED CREDITED_DIFFERENT_MP ADV_ACT_DISPUTE TEST_ACTION OTHER',
);

/** Reason of a modification. Documented by impact.com (brand actions v14); ORDER_UPDATE is its default. */
export const MODIFICATION_REASONS: readonly Reason[] = words(
  'ORDER_UPDATE ITEM_RETURNED CONS_FRAUD CONS_ERROR ORDER_ERROR PUB_ACT_DISPUTE ADV_ACT_DISPUTE NOT_COMPLIANCE_TERMS ITEM_OUT_OF_STOCK TEST_ACTION PARTNER_NOT_ACTIVE CREDITED_DIFFERENT_MP OTHER',
);

/** Codes are capitals, digits and underscores; brands may define more than the documented ones. */
export const REASON_CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

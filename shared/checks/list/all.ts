import type { Check } from '../check.ts';
import { approvedAccepted } from './acknowledgment/approved-accepted.ts';
import { bodySaysSuccess } from './acknowledgment/body-says-success.ts';
import { currencyWithoutCents } from './acknowledgment/currency-without-cents.ts';
import { doubledParameters } from './acknowledgment/doubled-parameters.ts';
import { earlyReversalRetried } from './acknowledgment/early-reversal-retried.ts';
import { emptyCreationdate } from './acknowledgment/empty-creationdate.ts';
import { emptyPromocode } from './acknowledgment/empty-promocode.ts';
import { emptyRefclickid } from './acknowledgment/empty-refclickid.ts';
import { emptySharedid } from './acknowledgment/empty-sharedid.ts';
import { emptySubid1 } from './acknowledgment/empty-subid1.ts';
import { emptySubid2 } from './acknowledgment/empty-subid2.ts';
import { emptySubid3 } from './acknowledgment/empty-subid3.ts';
import { getBooksNothing } from './acknowledgment/get-books-nothing.ts';
import { headerCase } from './acknowledgment/header-case.ts';
import { longId } from './acknowledgment/long-id.ts';
import { longValuesAccepted } from './acknowledgment/long-values-accepted.ts';
import { missingIdRefused } from './acknowledgment/missing-id-refused.ts';
import { newlineAccepted } from './acknowledgment/newline-accepted.ts';
import { no4xx } from './acknowledgment/no-4xx.ts';
import { no5xx } from './acknowledgment/no-5xx.ts';
import { no202 } from './acknowledgment/no-202.ts';
import { no204 } from './acknowledgment/no-204.ts';
import { noOther2xx } from './acknowledgment/no-other-2xx.ts';
import { noRedirect } from './acknowledgment/no-redirect.ts';
import { nonAsciiAccepted } from './acknowledgment/non-ascii-accepted.ts';
import { parametersInAnotherOrder } from './acknowledgment/parameters-in-another-order.ts';
import { respondsInTime } from './acknowledgment/responds-in-time.ts';
import { sameResponseTwice } from './acknowledgment/same-response-twice.ts';
import { specialCharactersAccepted } from './acknowledgment/special-characters-accepted.ts';
import { unknownParameter } from './acknowledgment/unknown-parameter.ts';
import { zeroPayout } from './acknowledgment/zero-payout.ts';
import { dateOffset } from './data/date-offset.ts';
import { decodedOnce } from './data/decoded-once.ts';
import { idsAreText } from './data/ids-are-text.ts';
import { longSharedId } from './data/long-shared-id.ts';
import { programCurrency } from './data/program-currency.ts';
import { similarIds } from './data/similar-ids.ts';
import { specialCharacters } from './data/special-characters.ts';
import { trailingBlank } from './data/trailing-blank.ts';
import { unicode } from './data/unicode.ts';
import { acknowledgedIsStored } from './money/acknowledged-is-stored.ts';
import { catalogPostback } from './money/catalog-postback.ts';
import { clearingPostback } from './money/clearing-postback.ts';
import { duplicateCreation } from './money/duplicate-creation.ts';
import { duplicateModification } from './money/duplicate-modification.ts';
import { duplicateRestore } from './money/duplicate-restore.ts';
import { duplicateReversal } from './money/duplicate-reversal.ts';
import { exactCents } from './money/exact-cents.ts';
import { lateDuplicate } from './money/late-duplicate.ts';
import { lostResponse } from './money/lost-response.ts';
import { modificationLowers } from './money/modification-lowers.ts';
import { modificationRaises } from './money/modification-raises.ts';
import { modificationToZero } from './money/modification-to-zero.ts';
import { modificationsInARow } from './money/modifications-in-a-row.ts';
import { otherPostbacks } from './money/other-postbacks.ts';
import { partialReturn } from './money/partial-return.ts';
import { payoutNotAmount } from './money/payout-not-amount.ts';
import { restore } from './money/restore.ts';
import { reversal } from './money/reversal.ts';
import { reversalAfterModification } from './money/reversal-after-modification.ts';
import { reversedAgain } from './money/reversed-again.ts';
import { twentyAtOnce } from './money/twenty-at-once.ts';
import { twoActionsOfAClick } from './money/two-actions-of-a-click.ts';
import { afterAnOutage } from './order/after-an-outage.ts';
import { anyOrder } from './order/any-order.ts';
import { duplicateAfterModification } from './order/duplicate-after-modification.ts';
import { duplicateAfterReversal } from './order/duplicate-after-reversal.ts';
import { lateOlderUpdate } from './order/late-older-update.ts';
import { modificationFirst } from './order/modification-first.ts';
import { retriedLate } from './order/retried-late.ts';
import { reversalFirst } from './order/reversal-first.ts';
import { missingSecret } from './security/missing-secret.ts';
import { nothingLeaks } from './security/nothing-leaks.ts';
import { wrongSecret } from './security/wrong-secret.ts';

/** All checks, in the order in which they are shown. */
export const CHECKS: readonly Check[] = [
  no204,
  no202,
  noOther2xx,
  noRedirect,
  no4xx,
  no5xx,
  bodySaysSuccess,
  respondsInTime,
  sameResponseTwice,
  emptySubid2,
  emptySubid3,
  emptySharedid,
  emptySubid1,
  emptyPromocode,
  emptyRefclickid,
  emptyCreationdate,
  zeroPayout,
  nonAsciiAccepted,
  longValuesAccepted,
  specialCharactersAccepted,
  newlineAccepted,
  unknownParameter,
  parametersInAnotherOrder,
  doubledParameters,
  headerCase,
  longId,
  currencyWithoutCents,
  approvedAccepted,
  missingIdRefused,
  earlyReversalRetried,
  getBooksNothing,
  wrongSecret,
  missingSecret,
  nothingLeaks,
  longSharedId,
  trailingBlank,
  dateOffset,
  specialCharacters,
  decodedOnce,
  unicode,
  programCurrency,
  similarIds,
  idsAreText,
  acknowledgedIsStored,
  payoutNotAmount,
  exactCents,
  modificationLowers,
  modificationRaises,
  modificationToZero,
  modificationsInARow,
  partialReturn,
  reversal,
  reversalAfterModification,
  restore,
  reversedAgain,
  duplicateCreation,
  duplicateModification,
  duplicateReversal,
  duplicateRestore,
  lostResponse,
  twentyAtOnce,
  twoActionsOfAClick,
  otherPostbacks,
  clearingPostback,
  catalogPostback,
  lateDuplicate,
  duplicateAfterModification,
  duplicateAfterReversal,
  lateOlderUpdate,
  reversalFirst,
  modificationFirst,
  anyOrder,
  retriedLate,
  afterAnOutage,
];

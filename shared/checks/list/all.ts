import type { Check } from '../check.ts';
import { acknowledgedIsStored } from './money/acknowledged-is-stored.ts';
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

/** All checks, in the order in which they are shown. */
export const CHECKS: readonly Check[] = [
  acknowledgedIsStored,
  payoutNotAmount,
  exactCents,
  modificationLowers,
  modificationRaises,
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

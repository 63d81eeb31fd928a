import { ACTION_RULE_CODE, UPDATE_DATE_CODE } from './remedies/action-rule.ts';
import type { Sketch } from './remedies/sketch.ts';
import { ATOMIC_CODE, MONEY_CODE, SECRET_CODE, STATUS_CODE, STORE_FIRST_CODE } from './remedies/sketches.ts';

export interface Remedy {
  /** What to change, in a few sentences. */
  text: string;
  sketch?: Sketch;
}

export const REMEDIES = {
  'the-rule': {
    text: 'Payout is the action’s total after the event, and DeltaPayout the change. In one transaction: 1. If the payout on record plus DeltaPayout is Payout, apply it, also when the same bytes came before, unless they are the last ones applied. 2. Otherwise, if it was applied before, acknowledge and ignore it. 3. Otherwise keep it until its predecessor comes, and acknowledge it.',
    sketch: ACTION_RULE_CODE,
  },
  'update-date': {
    text: 'Without DeltaPayout, apply only what has a newer UpdateDate than the record; acknowledge and ignore the rest. Store a reversal that comes first, so that the creation after it changes nothing.',
    sketch: UPDATE_DATE_CODE,
  },
  'store-first': {
    text: 'Store the postback before you respond, and respond with 200 only once it is stored. If storing fails, respond with 503: the platform sends it again.',
    sketch: STORE_FIRST_CODE,
  },
  'handle-status': {
    text: 'Write Status and Payout of every postback into the record: REVERSED takes the payout back to 0.00, and a postback after it brings the action back with the payout that it states.',
    sketch: STATUS_CODE,
  },
  'book-payout': {
    text: 'Book Payout, in Currency. Amount is what the customer paid; OriginalAmount and OriginalCurrency are what they paid in.',
  },
  'exact-money': {
    text: 'Keep money as a decimal or as an integer of the smallest unit, never as a float, and do not round it. Take the number of decimals from the text.',
    sketch: MONEY_CODE,
  },
  atomic: {
    text: 'Let the database decide which of several identical requests is the first: a unique key on the action ID and an upsert in one statement, or a row lock. A check in the program and an insert after it leave a gap.',
    sketch: ATOMIC_CODE,
  },
  'key-by-action': {
    text: 'Key records by ActionId alone. One click can lead to several actions, and one order to several postbacks.',
  },
  'by-kind': {
    text: 'Let inquiry, clearing and catalog postbacks go to paths of their own, or tell them apart by a constant parameter in their templates. None of them changes the payout of an action.',
  },
  'by-method': {
    text: 'Book only what comes with the method of your template, and respond to others with 405: links get opened, previewed and crawled.',
  },
  'check-secret': {
    text: 'Compare the secret before anything else, in constant time, and respond with 403 (or 200 without booking) where it is wrong or missing. A 5xx would be retried for days.',
    sketch: SECRET_CODE,
  },
  'say-little': {
    text: 'Respond with a short constant body. Log errors on your side; switch debug pages off outside development.',
  },
  'respond-200': {
    text: 'Respond with 200 once the postback is stored. The platform’s articles name 200 and 201; its API document says any 2xx. The stricter reading is safe.',
  },
  'respond-directly': {
    text: 'Give the platform the final address: with https, with or without www and the trailing slash as your server wants it. Redirects are not followed.',
  },
  'respond-then-work': {
    text: 'Store the postback, respond, and do everything else afterwards: a queue, a job, a second table.',
  },
  'status-tells': {
    text: 'Say failure with the status: 5xx where the platform should send it again. A body that says so is not read, unless it contains the error response of the postback.',
  },
  'duplicate-is-success': {
    text: 'A postback that is known already is success: respond with 200 and change nothing.',
  },
  'accept-unknown': {
    text: 'Read the parameters that you need by their names, ignore all others, and accept every postback that names an action. What you cannot use, store and look at later; a refusal only brings it again.',
  },
  'accept-empty': {
    text: 'Take an empty parameter for one that was not set, and 0.00 for an amount like any other.',
  },
  'refuse-incomplete': {
    text: 'Respond with 400 to a postback without an ActionId, and log it: it is a mistake in a template, and nobody else will tell you.',
  },
  'store-as-sent': {
    text: 'Store text as it came. Trim where you show or compare it, not where you keep it.',
  },
  'wide-columns': {
    text: 'SubIds and SharedId have up to 255 characters (documented), and IDs have no documented length: use columns of 255 characters or more, and a database mode that refuses rather than cuts.',
  },
  'decode-once': {
    text: 'Let your framework decode the query once, and do not decode, escape or filter again what it hands you. Escape where you write HTML or SQL, not where you store.',
  },
  unicode: {
    text: 'Use UTF-8 from the request to the column (utf8mb4 in MySQL).',
  },
  'parse-offset': {
    text: 'Parse dates with their offset into an instant (timestamptz in PostgreSQL). Percent-decode once: a plus that became a blank is a sign of decoding twice.',
  },
  'text-ids': {
    text: 'Keep all IDs as text: they have dots and leading zeros, and more digits than a float holds.',
  },
} as const satisfies Record<string, Remedy>;

export type RemedyId = keyof typeof REMEDIES;

/** What to change. */
export function remedyOf(id: RemedyId): Remedy {
  return REMEDIES[id];
}

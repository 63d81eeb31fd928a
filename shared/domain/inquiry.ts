import { PostbenchError } from '../errors.ts';
import type { Action } from './action.ts';
import type { MoneyDigits } from './currency-digits.ts';
import { findNamed } from './find.ts';
import { type Money, requireDigits } from './money.ts';
import { hasInquiries, type Program, type World } from './program.ts';
import { drawFrom } from './random.ts';
import { type Millis, midnightAfter } from './time.ts';

/** InquiryType (documented: OpenAPI partner action inquiries v16). */
export const INQUIRY_TYPES = ['UNTRACKED', 'INCORRECT', 'DECLINED'] as const;
export type InquiryType = (typeof INQUIRY_TYPES)[number];

/** ResolutionStatus of a closed inquiry; an open one is UNRESOLVED (documented, same place). */
export const RESOLUTIONS = ['VALID', 'DECLINED', 'INCOMPLETE'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** RejectReason: English sentences (documented, same place). */
export const REJECT_REASONS = [
  'This transaction has been tracked successfully',
  'Another marketing channel was credited with the sale',
  'Another marketing channel was credited with the sale, due to a voucher/discount code used',
  'Did not meet terms and conditions set by merchant',
  'Transaction not completed - Order cancelled, changed, or returned',
  'Transaction cannot be traced',
  'Transaction not fully completed online',
  'Enquiry does not provide complete information required for evaluation',
  'Other',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Days that a brand has to answer; unpublished, assumed. */
const DEADLINE_DAYS = 30;

/** A partner's question about a missing or wrong action. Plain data: it is stored and sent as JSON. */
export interface Inquiry {
  id: string;
  program: Pick<Program, 'id' | 'name' | 'timeZone' | 'currency'>;
  type: InquiryType;
  orderId: string;
  transactionDate: Millis;
  transactionAmount: Money;
  expectedPayout: Money | null;
  customerId: string;
  /** The partner's own number for it. */
  partnerInquiryId: string;
  /** The action in question; '' for one that was never tracked. */
  actionId: string;
  notes: string;
  createdAt: Millis;
  deadline: Millis;
  /** Null while it is open. */
  closed: {
    resolution: Resolution;
    rejectReason: RejectReason | '';
    finalPayout: Money;
    notes: string;
    at: Millis;
  } | null;
}

export interface InquiryInput {
  program?: string | undefined;
  type: InquiryType;
  orderId?: string | undefined;
  transactionDate?: Millis | undefined;
  transactionAmount?: Money | undefined;
  expectedPayout?: Money | undefined;
  customerId?: string | undefined;
  partnerInquiryId?: string | undefined;
  notes?: string | undefined;
  /** Required for INCORRECT and DECLINED; its order data are copied. */
  action?: Action | undefined;
}

/** Why a partner has no inquiries; undefined if it may have them. */
export function whyNoInquiries(world: Pick<World, 'partner'>): string | undefined {
  if (hasInquiries(world.partner)) return undefined;
  return `Only cashback and loyalty partners have inquiries and their postbacks; this partner's kind is "${world.partner.kind}".`;
}

/**
 * Opens the `index`th inquiry of a seed. Throws PB_INQUIRY_REFUSED for a partner without inquiries or data that do not
 * fit together, PB_ARGUMENT_INVALID for an unknown program, PB_AMOUNT_INVALID for an amount with too many digits.
 */
export function openInquiry(
  world: World,
  input: InquiryInput,
  at: Millis,
  seed: number,
  index: number,
): Inquiry {
  const kind = whyNoInquiries(world);
  if (kind !== undefined)
    refuse(kind, 'Set the partner\'s kind to "cashback" or "loyalty" in postbench.yaml.');
  const { action, type } = input;
  if (action === undefined && type !== 'UNTRACKED')
    refuse(
      `An inquiry of type ${type} is about an action.`,
      'Select the action, or ask about an untracked order.',
    );
  if (action !== undefined && type === 'UNTRACKED')
    refuse(`Action ${action.id} is tracked.`, 'Ask about it as INCORRECT or DECLINED.');
  const program = findNamed(world.programs, action?.program.id ?? input.program, 'program');
  const orderId = input.orderId ?? action?.tracking.orderId ?? '';
  if (orderId === '') refuse('An inquiry needs the order id.', 'Enter the id of the order in question.');
  const transactionDate = input.transactionDate ?? action?.eventDate ?? at;
  if (transactionDate > at)
    refuse('The transaction is in the future.', 'Use a time before the inquiry is opened.');
  const { id, name, timeZone, currency } = program;
  requireDigits(input.transactionAmount, 'amount', currency, world.moneyDigits);
  requireDigits(input.expectedPayout, 'expected payout', currency, world.moneyDigits);
  const draw = drawFrom(seed, 'inquiry', index);
  return {
    id: String(draw(10_000_000, 49_999_999)),
    program: { id, name, timeZone, currency },
    type,
    orderId,
    transactionDate,
    transactionAmount: input.transactionAmount ?? action?.intended.amount ?? 0,
    expectedPayout: input.expectedPayout ?? null,
    customerId: input.customerId ?? '',
    partnerInquiryId: input.partnerInquiryId ?? '',
    actionId: action?.id ?? '',
    notes: input.notes ?? '',
    createdAt: at,
    deadline: midnightAfter(at, DEADLINE_DAYS, timeZone),
    closed: null,
  };
}

export interface ClosingInput {
  resolution: Resolution;
  /** Only with DECLINED or INCOMPLETE. */
  rejectReason?: RejectReason | undefined;
  /** Only with VALID; defaults to the expected payout. */
  finalPayout?: Money | undefined;
  notes?: string | undefined;
}

/** Closes an inquiry; never mutates the given one. Throws PB_INQUIRY_REFUSED or PB_AMOUNT_INVALID. */
export function closeInquiry(inquiry: Inquiry, input: ClosingInput, at: Millis, rule?: MoneyDigits): Inquiry {
  const { resolution, rejectReason, finalPayout, notes = '' } = input;
  if (inquiry.closed !== null) refuse(`Inquiry ${inquiry.id} is already closed.`, 'Open a new one.');
  const isValid = resolution === 'VALID';
  if (isValid && rejectReason !== undefined)
    refuse('A valid inquiry has no reject reason.', 'Leave the reason out.');
  if (!isValid && finalPayout !== undefined && finalPayout !== 0)
    refuse(`An inquiry closed as ${resolution} pays nothing.`, 'Leave the final payout out.');
  requireDigits(finalPayout, 'final payout', inquiry.program.currency, rule);
  return {
    ...inquiry,
    closed: {
      resolution,
      rejectReason: isValid ? '' : (rejectReason ?? 'Other'),
      finalPayout: isValid ? (finalPayout ?? inquiry.expectedPayout ?? 0) : 0,
      notes,
      at,
    },
  };
}

function refuse(message: string, remedy: string): never {
  throw new PostbenchError('PB_INQUIRY_REFUSED', message, { remedy });
}

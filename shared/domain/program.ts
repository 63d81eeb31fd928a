import { z } from 'zod';
import { whyNotMoney } from './money.ts';
import { isTimeZone } from './time.ts';

/** An id as the platforms send it: opaque text. A bare whole number in a YAML file is taken as its digits. */
export const idText = z
  .union([
    z.string().min(1, 'must not be empty'),
    z.number().int('must be in quotes, else YAML changes its digits'),
  ])
  .transform(String);

/** An amount in a file: "120.00", 120.5 or 120, kept as text so that nothing is rounded. */
export const moneyText = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value);
  const why = whyNotMoney(text);
  if (why !== undefined) {
    context.addIssue({ code: 'custom', message: why });
    return z.NEVER;
  }
  if (text.startsWith('-')) {
    context.addIssue({ code: 'custom', message: `"${text}" is negative; an amount is 0.00 or more` });
    return z.NEVER;
  }
  return text;
});

/** How an event type pays the partner: "10 %" of the amount, or a fixed amount for each action. */
export const payoutRule = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim();
  const percent = /^(\d{1,3}(?:\.\d{1,4})?)\s*%$/.exec(text);
  if (percent !== null) return { type: 'percent' as const, percent: Number(percent[1]) };
  const why = whyNotMoney(text);
  if (why !== undefined || text.startsWith('-')) {
    context.addIssue({ code: 'custom', message: `"${text}" is neither a share such as 10 % nor an amount` });
    return z.NEVER;
  }
  return { type: 'fixed' as const, amount: text };
});
export type PayoutRule = z.output<typeof payoutRule>;

export const eventTypeSchema = z.strictObject({
  id: idText,
  name: z.string().min(1, 'must not be empty'),
  /** Value of {ActionType}; the platform's list is not published. */
  type: z.string().default('SALE'),
  payout: payoutRule,
});
export type EventType = z.output<typeof eventTypeSchema>;

export const programSchema = z.strictObject({
  id: idText,
  /** Sent as it is: a live CampaignName arrived with a trailing blank. */
  name: z.string().min(1, 'must not be empty'),
  timeZone: z.string().refine(isTimeZone, {
    error: (issue) => `"${String(issue.input)}" is not a time zone such as America/Los_Angeles`,
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: (issue) => `"${String(issue.input)}" is not a currency code such as USD` }),
  adId: idText.default('506720'),
  /** Days from the event's day to the midnight at which the action locks. */
  lockingDays: z.number().int().min(0).max(3650).default(35),
  eventTypes: z.array(eventTypeSchema).min(1, 'needs at least one event type'),
});
export type Program = z.output<typeof programSchema>;

export const partnerSchema = z.strictObject({ id: idText, name: z.string().min(1, 'must not be empty') });
export type Partner = z.output<typeof partnerSchema>;

export const worldSchema = z.strictObject({
  partner: partnerSchema,
  programs: z.array(programSchema).min(1, 'needs at least one program'),
});
/** Who takes part: the media partner (the user) and the programs (brands) they have joined. */
export type World = z.output<typeof worldSchema>;

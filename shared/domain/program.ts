import { z } from 'zod';
import { catalogItemSchema } from './catalog-item.ts';
import type { MoneyDigits } from './currency-digits.ts';
import { idText } from './fields.ts';
import { whyNotMoney } from './money.ts';
import { isTimeZone } from './time.ts';

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

const named = z.strictObject({ id: idText, name: z.string().min(1, 'must not be empty') });

/** An ad of a program, named in its tracking links. */
export const adSchema = named;
export type Ad = z.output<typeof adSchema>;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code that the runtime knows. */
export const currencyCode = z.string().refine((code) => CURRENCIES.has(code), {
  error: (issue) => `"${String(issue.input)}" is not a currency code such as USD`,
});

const hostName = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/, {
  error: (issue) => `"${String(issue.input)}" is not a host name; leave out the scheme and path`,
});

const days = z.number().int().min(0).max(3650);

/** Product data of a program, from the file or from the seed. */
export const catalogSchema = z.strictObject({
  id: idText,
  name: z.string().min(1, 'must not be empty'),
  /** How many items to make from the seed, in addition to those listed. */
  generate: z.number().int().min(0).max(100_000).default(0),
  items: z.array(catalogItemSchema).default([]),
});
export type CatalogConfig = z.output<typeof catalogSchema>;

export const programSchema = z.strictObject({
  id: idText,
  /** Sent verbatim: a live CampaignName arrived with a trailing space. */
  name: z.string().min(1, 'must not be empty'),
  timeZone: z.string().refine(isTimeZone, {
    error: (issue) => `"${String(issue.input)}" is not a time zone such as America/Los_Angeles`,
  }),
  currency: currencyCode,
  /** The ad of links without one. */
  adId: idText.default('506720'),
  ads: z.array(adSchema).default([]),
  /** Host of the program's tracking links. */
  trackingDomain: hostName.default('goto.example.com'),
  /** The target of a link without a deep link. */
  landingPage: z
    .url({ error: 'is not an address such as https://www.example.com/' })
    .default('https://www.example.com/'),
  /** Days from the event's day to the midnight at which the action locks. */
  lockingDays: days.default(35),
  /** Days from locking to the midnight at which an approved action clears; the platform's are unpublished. */
  clearingDays: days.default(30),
  catalogs: z.array(catalogSchema).default([]),
  eventTypes: z.array(eventTypeSchema).min(1, 'needs at least one event type'),
});
export type Program = z.output<typeof programSchema>;

/** The business model of a media partner. */
export const PARTNER_KINDS = ['cashback', 'loyalty', 'content', 'coupon', 'other'] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

export const partnerSchema = z.strictObject({
  id: idText,
  name: z.string().min(1, 'must not be empty'),
  kind: z.enum(PARTNER_KINDS).default('cashback'),
  /** Sites and apps of the partner. */
  properties: z.array(named).default([]),
});
export type Partner = z.output<typeof partnerSchema>;

/** Inquiries, and so their postbacks, exist only for these partners (documented: impact.com, 48001239867). */
export function hasInquiries({ kind }: Pick<Partner, 'kind'>): boolean {
  return kind === 'cashback' || kind === 'loyalty';
}

export const worldSchema = z
  .strictObject({
    partner: partnerSchema,
    programs: z.array(programSchema).min(1, 'needs at least one program'),
  })
  .superRefine(({ programs, partner }, context) => {
    const unique = (ids: readonly { id: string }[], path: (string | number)[], what: string) => {
      const seen = new Set<string>();
      ids.forEach(({ id }, index) => {
        if (seen.has(id)) {
          const message = `the ${what} id "${id}" is already taken`;
          context.addIssue({ code: 'custom', path: [...path, index, 'id'], message });
        }
        seen.add(id);
      });
    };
    unique(partner.properties, ['partner', 'properties'], 'property');
    unique(programs, ['programs'], 'program');
    programs.forEach(({ eventTypes, ads, catalogs }, index) => {
      unique(eventTypes, ['programs', index, 'eventTypes'], 'event type');
      unique(ads, ['programs', index, 'ads'], 'ad');
      unique(catalogs, ['programs', index, 'catalogs'], 'catalog');
    });
  });
/** The participants: the media partner (the user) and the programs (brands) they have joined. */
export type World = z.output<typeof worldSchema> & {
  /** How many digits its amounts have: `sending.moneyDigits` of the workspace. By default, as many as the currency. */
  moneyDigits?: MoneyDigits | undefined;
};

import { z } from 'zod';
import { disorderSchema } from '../delivery/disorder.ts';
import { catalogItemSchema, STOCK } from '../domain/catalog-item.ts';
import { durationText } from '../domain/duration.ts';
import { idText, moneyText } from '../domain/fields.ts';
import { INQUIRY_TYPES, REJECT_REASONS, RESOLUTIONS } from '../domain/inquiry.ts';
import { SUB_ID_LIMIT } from '../domain/link.ts';
import { currencyCode, worldSchema } from '../domain/program.ts';
import { REASON_CODE } from '../domain/reasons.ts';
import { shareText } from '../domain/share.ts';
import { parseTime } from '../domain/time.ts';
import { parseResponses, whyNotResponses } from '../receiver/responses.ts';
import { expectationSchema } from './expect-schema.ts';
import { checkReferences } from './references.ts';

const reason = z.string().regex(REASON_CODE, {
  error: (issue) => `"${String(issue.input)}" is not a reason code such as ITEM_RETURNED`,
});
const stepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {
  error: (issue) => `"${String(issue.input)}" is not a step id: letters, digits, - and _`,
});
/** Documented limit of SubIds and SharedId: 255 characters. */
const subId = z
  .string()
  .max(SUB_ID_LIMIT, `has more than ${SUB_ID_LIMIT} characters, the limit of a SubId or SharedId`);
const name = z.union([z.string(), z.number()]).transform(String);
/** What every step may have: a time after the start (without it, it waits until earlier deliveries ended), a note. */
const common = { at: durationText.optional(), note: z.string().optional() };
/** Steps that later ones refer to have an id. */
const referable = { id: stepId.optional(), ...common };

const time = z.string().transform((text, context) => {
  try {
    return parseTime(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    context.addIssue({ code: 'custom', message: why.replace(/\.$/, '') });
    return z.NEVER;
  }
});

const subIds = {
  subId1: subId.optional(),
  subId2: subId.optional(),
  subId3: subId.optional(),
  sharedId: subId.optional(),
};

const orderItems = z
  .array(
    z.strictObject({
      sku: idText,
      quantity: z.number().int().min(1).max(100_000).default(1),
      /** Of the whole line, in the order's currency. */
      amount: moneyText,
      category: z.string().default(''),
    }),
  )
  .min(1, 'needs at least one item')
  .superRefine((items, context) => {
    const seen = new Set<string>();
    items.forEach(({ sku }, index) => {
      if (seen.has(sku))
        context.addIssue({
          code: 'custom',
          path: [index, 'sku'],
          message: `the SKU "${sku}" is there twice`,
        });
      seen.add(sku);
    });
  });

const rate = z.number().positive('must be more than 0').max(1_000_000);

const purchase = {
  program: name.optional(),
  eventType: name.optional(),
  payout: moneyText.optional(),
  currency: currencyCode.optional(),
  /** How many of the program's currency one of the order's is. */
  exchangeRate: rate.optional(),
  ...subIds,
  promoCode: z.string().optional(),
};

const track = z
  .strictObject({
    ...purchase,
    /** In the order's currency; leave it out where there are items. */
    amount: moneyText.optional(),
    items: orderItems.optional(),
    /** The click step that led to it. */
    click: stepId.optional(),
    orderId: z.string().max(64, 'has more than 64 characters, the limit of an order id').optional(),
  })
  .superRefine(({ amount, items, click, ...rest }, context) => {
    if (amount === undefined && items === undefined)
      context.addIssue({ code: 'custom', path: [], message: 'needs an amount or items' });
    if (amount !== undefined && items !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['amount'],
        message: 'is the sum of the items; leave it away',
      });
    const own = (['subId1', 'subId2', 'subId3', 'sharedId'] as const).find((key) => rest[key] !== undefined);
    if (click !== undefined && own !== undefined)
      context.addIssue({ code: 'custom', path: [own], message: 'comes from the click; write it there' });
  });

const share = shareText;
/** How much later something happens to a purchase: any time up to this, from the seed. */
const within = durationText;

/** Many purchases over a time, and what becomes of a share of them; all from the seed. */
const repeat = z.strictObject({
  times: z.number().int().min(1, 'must be 1 or more').max(100_000, 'must be 100,000 or less'),
  over: durationText.prefault('0'),
  track: z.strictObject({
    ...purchase,
    /** One amount, or one between two. */
    amount: z.union([moneyText, z.strictObject({ from: moneyText, to: moneyText })]),
  }),
  /** Each share is of all purchases; at most one of these befalls one. */
  modified: z
    .strictObject({
      share,
      within,
      /** Of the amount that is left. */ to: share,
      reason: reason.default('ORDER_UPDATE'),
    })
    .optional(),
  reversed: z.strictObject({ share, within, reason: reason.default('ITEM_RETURNED') }).optional(),
  approved: z.strictObject({ share, within }).optional(),
});

const inquiry = z.strictObject({
  type: z.enum(INQUIRY_TYPES),
  /** The track step asked about; only an untracked order has none. */
  action: stepId.optional(),
  program: name.optional(),
  orderId: z.string().max(64).optional(),
  /** Before the step, in hours and minutes; without it, the action's own time, else an hour. */
  transactionAgo: durationText.optional(),
  amount: moneyText.optional(),
  expectedPayout: moneyText.optional(),
  customerId: z.string().optional(),
  partnerInquiryId: z.string().optional(),
  notes: z.string().optional(),
});

const catalog = z
  .strictObject({
    program: name.optional(),
    /** Id or name of one of its catalogs; the first one without it. */
    catalog: name.optional(),
    /** Which items change: SKUs, the first so many, or all. */
    items: z
      .union([z.literal('all'), z.array(idText).min(1), z.strictObject({ first: z.number().int().min(1) })])
      .optional(),
    price: moneyText.optional(),
    stock: z.enum(STOCK).optional(),
    remove: z.literal(true).optional(),
    add: z.array(catalogItemSchema).min(1).optional(),
    /** Items as they are from now on, by their SKUs. */
    update: z.array(catalogItemSchema).min(1).optional(),
  })
  .superRefine(({ items, price, stock, remove, add, update }, context) => {
    const changes = [price, stock, remove, add, update].filter((change) => change !== undefined);
    if (changes.length !== 1)
      context.addIssue({
        code: 'custom',
        message: 'needs exactly one of price, stock, remove, add and update',
      });
    const whole = add !== undefined || update !== undefined;
    if (!whole && items === undefined)
      context.addIssue({ code: 'custom', message: 'needs items: SKUs, { first: 5 } or all' });
    if (whole && items !== undefined)
      context.addIssue({ code: 'custom', path: ['items'], message: 'goes not with add or update' });
  });

/** Statuses that the local receiver responds with in turn, the last one repeated: "500x3, 204, 200". */
const responses = z.union([z.string(), z.number()]).transform((value, context) => {
  const why = whyNotResponses(String(value));
  if (why === undefined) return parseResponses(String(value));
  context.addIssue({
    code: 'custom',
    message: `"${value}" is not a list of statuses such as 500x3, 200: ${why}`,
  });
  return z.NEVER;
});

/** One step: exactly one verb. */
export const stepSchema = z.union([
  z.strictObject({ ...referable, track }),
  z.strictObject({ ...referable, repeat }),
  z.strictObject({
    ...referable,
    /** A click on a tracking link: one that is built from these, or a whole one as it was pasted. */
    click: z
      .strictObject({
        link: z.string().optional(),
        program: name.optional(),
        ad: name.optional(),
        property: name.optional(),
        ...subIds,
        deepLink: z.string().optional(),
      })
      .refine(
        ({ link, ...parts }) =>
          link === undefined || Object.values(parts).every((part) => part === undefined),
        {
          path: ['link'],
          message: 'says all of it; leave the other settings away',
        },
      ),
  }),
  z.strictObject({
    ...common,
    modify: z
      .strictObject({
        action: stepId,
        amount: moneyText.optional(),
        items: z
          .array(
            z.strictObject({
              sku: idText,
              quantity: z.number().int().min(0).optional(),
              amount: moneyText.optional(),
            }),
          )
          .min(1)
          .optional(),
        payout: moneyText.optional(),
        reason: reason.default('ORDER_UPDATE'),
      })
      .refine(({ amount, items }) => amount === undefined || items === undefined, {
        path: ['amount'],
        message: 'is the sum of the items; leave it away',
      }),
  }),
  z.strictObject({
    ...common,
    reverse: z.strictObject({ action: stepId, reason: reason.default('ITEM_RETURNED') }),
  }),
  z.strictObject({ ...common, restore: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...common, reset: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...common, approve: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...common, clear: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...referable, inquiry }),
  z.strictObject({
    ...common,
    closeInquiry: z.strictObject({
      inquiry: stepId,
      resolution: z.enum(RESOLUTIONS),
      rejectReason: z.enum(REJECT_REASONS).optional(),
      finalPayout: moneyText.optional(),
      notes: z.string().optional(),
    }),
  }),
  z.strictObject({ ...common, catalog }),
  /** The platform announces maintenance, stops sending, or sends again. */
  z.strictObject({ ...common, maintenance: z.enum(['announce', 'start', 'end']) }),
  /** How the local receiver responds from now on; left out where the run goes to another one. */
  z.strictObject({ ...common, responses }),
  /** The same by its name in older files. */
  z
    .strictObject({ ...common, answers: responses })
    .transform(({ answers, ...rest }) => ({ ...rest, responses: answers })),
  /** Nothing but time passes, up to the step's own; the text says what for. */
  z.strictObject({ ...common, wait: z.string().min(1, 'must say what for') }),
]);
export type Step = z.output<typeof stepSchema>;
/** A step as a file has it. */
export type StepInput = z.input<typeof stepSchema>;

export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1, 'must not be empty'),
    description: z.string().optional(),
    /** Virtual start; without it a run starts now. */
    start: time.optional(),
    seed: z.number().int().min(0).max(0xffff_ffff).optional(),
    /** Who takes part; without it the workspace's own world. */
    world: worldSchema.optional(),
    /** What goes wrong on purpose, from the seed. */
    disorder: disorderSchema.optional(),
    steps: z.array(stepSchema).min(1, 'needs at least one step').max(10_000, 'has more than 10,000 steps'),
    /** What must be true at the end; in no order. */
    expect: z.array(expectationSchema).default([]),
  })
  .superRefine((scenario, context) => {
    for (const { path, message } of checkReferences(scenario.steps, scenario.expect))
      context.addIssue({ code: 'custom', path, message });
  });
export type Scenario = z.output<typeof scenarioSchema>;
/** A scenario as a file has it. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

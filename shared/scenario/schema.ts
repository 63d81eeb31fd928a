import { z } from 'zod';
import { disorderSchema } from '../delivery/disorder.ts';
import { durationText } from '../domain/duration.ts';
import { idText, moneyText } from '../domain/fields.ts';
import {
  catalogItem,
  checkModification,
  checkTrack,
  closingShape,
  idOrName,
  inquiryShape,
  itemChangeShape,
  linkShape,
  modificationShape,
  purchaseShape,
  reason,
  reversalShape,
  trackShape,
} from '../domain/inputs.ts';
import { worldSchema } from '../domain/program.ts';
import { shareText } from '../domain/share.ts';
import { parseTime } from '../domain/time.ts';
import { addressSchema } from '../receiver/access/address-range.ts';
import { parseResponses, whyNotResponses } from '../receiver/response-list.ts';
import { expectationSchema } from './expect-schema.ts';
import { checkReferences } from './references.ts';

const stepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {
  error: (issue) => `"${String(issue.input)}" is not a step id: letters, digits, - and _`,
});
/** What every step may have: a time after the start (without it, it waits for earlier deliveries to end), a note. */
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

const track = z
  .strictObject({
    ...trackShape,
    /** The click step that led to it. */
    click: stepId.optional(),
  })
  .superRefine(checkTrack);

const share = shareText;
/** How much later something happens to a purchase: a time up to this, from the seed. */
const within = durationText;

/** Many purchases over a period, and what happens to a share of them; all from the seed. */
const repeat = z.strictObject({
  times: z.number().int().min(1, 'must be 1 or more').max(100_000, 'must be 100,000 or less'),
  over: durationText.prefault('0'),
  track: z.strictObject({
    ...purchaseShape,
    /** One amount, or a range. */
    amount: z.union([moneyText, z.strictObject({ from: moneyText, to: moneyText })]),
  }),
  /** Each share is of all purchases; at most one of these happens to each. */
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
  ...inquiryShape,
  /** The track step in question; only an untracked order has none. */
  action: stepId.optional(),
  /** How long before the step; defaults to the action's own time, then to an hour. */
  transactionAgo: durationText.optional(),
});

const catalog = z
  .strictObject({
    program: idOrName.optional(),
    /** Id or name of one of its catalogs; defaults to the first one. */
    catalog: idOrName.optional(),
    /** Which items change: SKUs, the first n, or all. */
    items: z
      .union([z.literal('all'), z.array(idText).min(1), z.strictObject({ first: z.number().int().min(1) })])
      .optional(),
    ...itemChangeShape,
    add: z.array(catalogItem).min(1).optional(),
    /** New states of items, by their SKUs. */
    update: z.array(catalogItem).min(1).optional(),
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
      context.addIssue({ code: 'custom', path: ['items'], message: 'cannot be combined with add or update' });
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
    /** A click on a tracking link: one built from these values, or a complete one as it was pasted. */
    click: z
      .strictObject({
        link: z.string().optional(),
        ...linkShape,
      })
      .refine(
        ({ link, ...parts }) =>
          link === undefined || Object.values(parts).every((part) => part === undefined),
        {
          path: ['link'],
          message: 'already says everything; leave the other settings out',
        },
      ),
  }),
  z.strictObject({
    ...referable,
    modify: z.strictObject({ ...modificationShape, action: stepId }).superRefine(checkModification),
  }),
  z.strictObject({
    ...referable,
    reverse: z.strictObject({ ...reversalShape, action: stepId }),
  }),
  z.strictObject({ ...referable, restore: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...referable, reset: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...referable, approve: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...referable, clear: z.strictObject({ action: stepId }) }),
  z.strictObject({ ...referable, inquiry }),
  z.strictObject({
    ...common,
    closeInquiry: z.strictObject({ ...closingShape, inquiry: stepId }),
  }),
  z.strictObject({ ...common, catalog }),
  /** The platform announces maintenance, stops sending, or sends again. */
  z.strictObject({ ...common, maintenance: z.enum(['announce', 'start', 'end']) }),
  /** The local receiver's responses from now on; skipped if the run goes to another one. */
  z.strictObject({ ...common, responses }),
  /** The same by its name in older files. */
  z
    .strictObject({ ...common, answers: responses })
    .transform(({ answers, ...rest }) => ({ ...rest, responses: answers })),
  /** The postbacks of an earlier step once more, byte for byte: so many times, one after another or at the same moment. */
  z.strictObject({
    ...referable,
    again: z.strictObject({
      of: stepId,
      times: z.number().int().min(1, 'must be 1 or more').max(100, 'must be 100 or less').default(1),
      together: z.boolean().default(false),
    }),
  }),
  /** The postbacks of a later step leave only once those of another one have ended: they arrive out of order. */
  z.strictObject({ ...common, hold: z.strictObject({ of: stepId, until: stepId }) }),
  /** The first response to each postback of a later step is lost, so that the platform sends it again. */
  z.strictObject({ ...common, loseResponse: stepId }),
  /** Values that everything from here on carries, by placeholder, in place of its own. */
  z.strictObject({
    ...common,
    set: z
      .record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, {
          error: (issue) => `"${String(issue.input)}" is not a placeholder name`,
        }),
        idOrName,
      )
      .refine((values) => Object.keys(values).length > 0, 'needs at least one value'),
  }),
  /** The address that postbacks of later steps seem to come from, in place of the scenario's. */
  z.strictObject({ ...common, senderAddress: addressSchema }),
  /** Only time passes, up to the step's own; the text is the reason. */
  z.strictObject({ ...common, wait: z.string().min(1, 'must say what for') }),
]);
export type Step = z.output<typeof stepSchema>;
/** A step in a file. */
export type StepInput = z.input<typeof stepSchema>;

export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1, 'must not be empty'),
    description: z.string().optional(),
    /** Virtual start; defaults to now. */
    start: time.optional(),
    seed: z.number().int().min(0).max(0xffff_ffff).optional(),
    /** The participants; defaults to the workspace's own world. */
    world: worldSchema.optional(),
    /**
     * The address that postbacks seem to come from, carried in X-Forwarded-For: the platform does not send this header. For
     * receivers that let in only a part of its addresses.
     */
    senderAddress: addressSchema.optional(),
    /** Deliberate disorder, from the seed. */
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
/** A scenario in a file. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

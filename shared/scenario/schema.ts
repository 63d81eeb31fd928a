import { z } from 'zod';
import { disorderSchema } from '../delivery/disorder.ts';
import { durationText } from '../domain/duration.ts';
import { moneyText } from '../domain/fields.ts';
import { worldSchema } from '../domain/program.ts';
import { REASON_CODE } from '../domain/reasons.ts';
import { parseTime } from '../domain/time.ts';

const reason = z.string().regex(REASON_CODE, {
  error: (issue) => `"${String(issue.input)}" is not a reason code such as ITEM_RETURNED`,
});
const stepId = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {
  error: (issue) => `"${String(issue.input)}" is not a step id: letters, digits, - and _`,
});
/** Documented limit of SubIds and SharedId: 255 characters. */
const subId = z.string().max(255, 'has more than 255 characters, the limit of a SubId or SharedId');
const note = z.string().optional();
/** Virtual time after the start; without it a step waits until the deliveries before it have ended. */
const at = durationText.optional();

const track = z.strictObject({
  program: z.union([z.string(), z.number()]).transform(String).optional(),
  eventType: z.union([z.string(), z.number()]).transform(String).optional(),
  amount: moneyText,
  payout: moneyText.optional(),
  subId1: subId.optional(),
  subId2: subId.optional(),
  subId3: subId.optional(),
  sharedId: subId.optional(),
  orderId: z.string().optional(),
  promoCode: z.string().optional(),
});

/** One step: exactly one verb, an optional id that later steps refer to, an optional note for readers. */
export const stepSchema = z.union([
  z.strictObject({ id: stepId.optional(), at, note, track }),
  z.strictObject({
    at,
    note,
    modify: z.strictObject({
      action: stepId,
      amount: moneyText.optional(),
      payout: moneyText.optional(),
      reason: reason.default('ORDER_UPDATE'),
    }),
  }),
  z.strictObject({
    at,
    note,
    reverse: z.strictObject({ action: stepId, reason: reason.default('ITEM_RETURNED') }),
  }),
  z.strictObject({ at, note, restore: z.strictObject({ action: stepId }) }),
  z.strictObject({ at, note, approve: z.strictObject({ action: stepId }) }),
  /** The platform announces maintenance, stops sending, or sends again. */
  z.strictObject({ at, note, maintenance: z.enum(['announce', 'start', 'end']) }),
]);
export type Step = z.output<typeof stepSchema>;

const time = z.string().transform((text, context) => {
  try {
    return parseTime(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

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
    steps: z.array(stepSchema).min(1, 'needs at least one step'),
  })
  .superRefine(({ steps }, context) => {
    const known = new Set<string>();
    let last = 0;
    steps.forEach((step, index) => {
      if (step.at !== undefined) {
        if (step.at < last) {
          context.addIssue({
            code: 'custom',
            path: ['steps', index, 'at'],
            message: 'is before the step above it',
          });
        }
        last = step.at;
      }
      const reference = referenceOf(step);
      if (reference !== undefined && !known.has(reference.action)) {
        context.addIssue({
          code: 'custom',
          path: ['steps', index, reference.verb, 'action'],
          message: `no earlier step has the id "${reference.action}"`,
        });
      }
      if ('track' in step && step.id !== undefined) {
        if (known.has(step.id)) {
          context.addIssue({
            code: 'custom',
            path: ['steps', index, 'id'],
            message: `the id "${step.id}" is taken`,
          });
        }
        known.add(step.id);
      }
    });
  });
export type Scenario = z.output<typeof scenarioSchema>;

/** The earlier step that a step refers to, and under which key. */
export function referenceOf(
  step: Step,
): { verb: 'modify' | 'reverse' | 'restore' | 'approve'; action: string } | undefined {
  if ('modify' in step) return { verb: 'modify', action: step.modify.action };
  if ('reverse' in step) return { verb: 'reverse', action: step.reverse.action };
  if ('restore' in step) return { verb: 'restore', action: step.restore.action };
  if ('approve' in step) return { verb: 'approve', action: step.approve.action };
  return undefined;
}

import { z } from 'zod';
import { durationText } from '../../domain/duration.ts';
import { conditionSchema } from './condition-schema.ts';
import { forwardSchema } from './forward-schema.ts';
import { faultSchema, isAlone, isTlsFault, respondSchema } from './reaction-schema.ts';

/** What is known of a connection before a request has arrived on it. */
const BEFORE_REQUEST = ['endpoint', 'probability', 'seed', 'from', 'to'];

/** One rule of an endpoint: when it responds, and how. The first rule of the list that matches decides. */
export const responseRuleSchema = z
  .strictObject({
    name: z.string().min(1, 'must not be empty').max(100, 'has more than 100 characters').optional(),
    enabled: z.boolean().default(true),
    when: conditionSchema.prefault({}),
    respond: respondSchema.optional(),
    fault: faultSchema.optional(),
    /** Passes the request on to this server, and responds with its response. */
    forward: forwardSchema.optional(),
    /** How many requests it responds to; without end by default. */
    times: z.number().int().min(1, 'must be 1 or more').max(1_000_000_000).optional(),
    /** How long it is in force, on the clock of the simulator, from when it is turned on; without end by default. */
    during: durationText.optional(),
  })
  .superRefine(({ when, respond, fault, forward }, context) => {
    const issue = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (respond === undefined && fault === undefined && forward === undefined) {
      context.addIssue({ code: 'custom', message: 'needs respond, fault or forward' });
      return;
    }
    if (forward !== undefined && respond !== undefined)
      issue('respond', 'cannot be combined with forward, which responds with what the other server says');
    if (fault === undefined) return;
    if (forward !== undefined && (isTlsFault(fault) || fault.type === 'redirect-loop'))
      issue('forward', `cannot be combined with the fault ${fault.type}, with which nothing is forwarded`);
    if (isTlsFault(fault)) {
      for (const [key, condition] of Object.entries(when)) {
        if (condition === undefined || BEFORE_REQUEST.includes(key)) continue;
        const message = `is not known when the fault ${fault.type} acts, before a request: leave it out`;
        context.addIssue({ code: 'custom', path: ['when', key], message });
      }
    }
    if (respond !== undefined && isAlone(fault.type))
      issue('respond', `cannot be combined with the fault ${fault.type}, which sends no response of its own`);
  });
export type ResponseRule = z.output<typeof responseRuleSchema>;
export type ResponseRuleInput = z.input<typeof responseRuleSchema>;

/** The rules of an endpoint, in order. */
export const responseRulesSchema = z.array(responseRuleSchema).max(1_000, 'has more than 1,000 rules');

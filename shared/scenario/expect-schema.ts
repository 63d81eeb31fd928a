import { z } from 'zod';
import { durationText } from '../domain/duration.ts';
import { moneyText } from '../domain/fields.ts';
import { WORLD_EVENTS } from '../domain/world-event.ts';

const count = z.number().int().min(0);

/** What must be true of some deliveries, or of the world's totals, at the end of a run; in any order. */
export const expectationSchema = z.union([
  z.strictObject({
    /** Which deliveries: those that match every given filter. */
    deliveries: z.strictObject({
      event: z.enum(WORLD_EVENTS).optional(),
      /** Id of their step. */
      step: z.string().optional(),
      /** Name or file of their postback. */
      postback: z.string().optional(),
    }),
    /** How many there are. */
    count: count.optional(),
    /** How many of them were delivered, gave up, were cancelled: a number, or all. */
    delivered: z.union([z.literal('all'), count]).optional(),
    gaveUp: z.union([z.literal('all'), count]).optional(),
    cancelled: z.union([z.literal('all'), count]).optional(),
    /** The status of each one's last response. */
    status: z.number().int().min(100).max(599).optional(),
    /** The most attempts that any of them needed. */
    attempts: z.number().int().min(1).optional(),
    /** The longest time from the event to the end of any of them. */
    within: durationText.optional(),
  }),
  z.strictObject({
    /** The world's own totals. */
    books: z.strictObject({
      actions: count.optional(),
      pending: count.optional(),
      approved: count.optional(),
      reversed: count.optional(),
      cleared: count.optional(),
      amount: moneyText.optional(),
      payout: moneyText.optional(),
      openInquiries: count.optional(),
      closedInquiries: count.optional(),
    }),
  }),
]);
export type Expectation = z.output<typeof expectationSchema>;

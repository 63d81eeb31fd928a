import type { DeliveryState } from './outcome.ts';

/** How many deliveries stand where. */
export type Tally = Readonly<Record<DeliveryState, number>>;

/** Where the deliveries of one step of a run stand. */
export interface StepTally {
  /** From 0. */
  step: number;
  tally: Tally;
  /** Of those that wait: how many have had an attempt. The others are planned and have never left. */
  retrying: number;
}

/** Stands for work by hand where a tally goes by the number of its run. */
export const BY_HAND = 0;

export const NO_DELIVERIES: Tally = {
  waiting: 0,
  'in-flight': 0,
  delivered: 0,
  'given-up': 0,
  cancelled: 0,
};

/** All of them. */
export const tallyTotal = (tally: Tally): number =>
  tally.waiting + tally['in-flight'] + tally.delivered + tally['given-up'] + tally.cancelled;

/** The deliveries that have not come to their end. */
export const leftOf = (tally: Tally): number => tally.waiting + tally['in-flight'];

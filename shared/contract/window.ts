import { z } from 'zod';

/** Rows of one window at most. */
export const WINDOW_ROWS = 500;

/**
 * A window of a list: so many rows from the one at an index on, 0 for the first. Every list of the engine is read so;
 * what it is filtered and sorted by stands beside these.
 */
export const windowShape = {
  at: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(WINDOW_ROWS),
};

export interface ListWindow<Row> {
  rows: Row[];
  /** How many rows the whole list has. */
  total: number;
  /** Names the state that the indexes belong to: windows of two revisions do not fit together. */
  revision: number;
}

/** What is told of a list as a whole each time that it changes; its rows are asked for in windows. */
export interface ListHead {
  total: number;
  /** How many of them come from work by hand, not from a run. */
  byHand: number;
  /** The largest key, 0 when there are none. */
  newest: number;
  /** The revision of its windows: another one with each row that comes, changes, or goes. */
  change: number;
}

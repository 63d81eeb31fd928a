import type { Disorder } from './delivery.ts';

/** What a sender keeps of an open delivery; small, since there may be many. */
export interface OpenDelivery {
  id: number;
  /** Path of the postback's file in its workspace, or a substitute for it. */
  postbackFile: string;
  /** The folder of the postback's workspace; empty if unknown. */
  workspace: string;
  subjectKey: number;
  /** The postback as of the event and, from the first attempt on, as of that attempt. */
  templateId: number;
  /** The URL that replaces the postback's own, if any. */
  to: string | null;
  /** Ms since the epoch on the clock in force. */
  dueAt: number;
  attempts: number;
  /** Attempts that ended, but neither delivered nor unknown. */
  failures: number;
  intended: '' | Disorder;
  /** The seed and key of this delivery's random draws. */
  seed: number;
  seedKey: string;
}

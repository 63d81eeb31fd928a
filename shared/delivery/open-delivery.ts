import type { Disorder } from './delivery.ts';

/** What a sender keeps of a delivery that is not at its end; small, since there may be many. */
export interface OpenDelivery {
  id: number;
  /** Path of the postback's file in its workspace, or what stands for it. */
  postbackFile: string;
  /** The folder whose file the postback is; empty where that is not known. */
  workspace: string;
  actionKey: number;
  /** The postback as of the event, and from the first attempt on as of that. */
  templateId: number;
  /** The URL that stands in for the postback's own, if any. */
  to: string | null;
  /** Ms since the epoch on the clock in force. */
  dueAt: number;
  attempts: number;
  /** Attempts that ended, but neither delivered nor unknown. */
  failures: number;
  intended: '' | Disorder;
  /** What draws of this delivery come from. */
  seed: number;
  seedKey: string;
}

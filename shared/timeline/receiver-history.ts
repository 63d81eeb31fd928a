import type { Millis } from '../domain/time.ts';

/** Who set the receiver's responses: the workspace's file, the user, or a run by its id. */
export type ResponseOwner = 'workspace' | 'user' | `run ${number}`;

/** How the receiver can be told to respond other than by default: a list of statuses, or response rules. */
export const TOLD_KINDS = ['responses', 'rules'] as const;

/** What the receiver was told. */
export interface Told {
  owner: ResponseOwner;
  kind: (typeof TOLD_KINDS)[number];
  /** In a few words: "500 x3", "Deploy in progress". */
  text: string;
  /** What the rules do, a sentence each; '' for a list of statuses. */
  sentence: string;
}

/** A span of time in which the receiver was told to respond other than by default. */
export interface ToldSpan extends Told {
  id: number;
  /** The run on whose clock the times are; null for that of work by hand. */
  runId: number | null;
  from: Millis;
  /** Null while it lasts. */
  to: Millis | null;
  /** How many requests got such a response, whoever sent them; null if Postbench was killed meanwhile. */
  requests: number | null;
  /** The same in real time; null while it lasts, and for what was told before it was recorded. */
  realFrom: Millis | null;
  realTo: Millis | null;
}

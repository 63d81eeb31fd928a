import type { ExpectationResult } from './expect.ts';
import type { ReceiverBooks } from './receiver-books.ts';

export type StepState = 'planned' | 'running' | 'done' | 'failed' | 'skipped';

export interface RunStep {
  /** For a repetition: purchases so far, and how many there will be. */
  done?: number;
  size?: number;
  title: string;
  detail: string;
  state: StepState;
  actionKey: number | null;
  /** When it happens, in ms after the run's start; absent if it waits for the deliveries before it. */
  at?: number | undefined;
}

export type RunState = 'running' | 'finished' | 'cancelled' | 'failed' | 'interrupted';

export interface RunView {
  id: number;
  change: number;
  name: string;
  /** Path of the scenario file, relative to its workspace if it has one. */
  file: string;
  /** URL template or origin that replaces the postbacks' own, or null. */
  to: string | null;
  seed: number;
  startedAt: number;
  endedAt: number | null;
  state: RunState;
  steps: RunStep[];
  /** Why it failed or stopped early: a sentence with its remedy. */
  problem: string;
  /** What has happened: lines of ledgers, inquiries opened and closed, items changed. */
  events: number;
  /** Results of the scenario's expectations, judged at the end; empty before that, and without expectations. */
  expectations: ExpectationResult[];
  /** What was skipped because the run goes to another receiver than ours, as sentences. */
  skipped: string[];
  /** The receiver's records beside the platform's; null where everything went to Postbench's own receiver. */
  receiverBooks: ReceiverBooks | null;
}

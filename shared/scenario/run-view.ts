import type { ExpectationResult } from './expect.ts';

export type StepState = 'planned' | 'running' | 'done' | 'failed' | 'skipped';

export interface RunStep {
  /** Of a repetition: purchases that have happened, and how many there will be. */
  done?: number;
  size?: number;
  title: string;
  detail: string;
  state: StepState;
  actionKey: number | null;
  /** When it happens, in ms after the run's start; absent where it waits for the deliveries before it. */
  at?: number | undefined;
}

export type RunState = 'running' | 'finished' | 'cancelled' | 'failed' | 'interrupted';

export interface RunView {
  id: number;
  change: number;
  name: string;
  /** Path of the scenario file, relative to its workspace where it has one. */
  file: string;
  /** URL template that stands in for the postbacks' own, or null. */
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
  /** What the scenario expects, judged at the end; empty before, and where it expects nothing. */
  expectations: ExpectationResult[];
  /** What was left out since the run goes to another receiver than ours: sentences. */
  skipped: string[];
}

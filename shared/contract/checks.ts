import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { type CheckConfig, checkConfigSchema } from '../checks/config.ts';
import type { CheckInfo, CheckReport, Evidence, EvidenceStep, ReportSummary } from '../checks/report.ts';
import { REPORT_FORMATS } from '../checks/reports/export-report.ts';
import { declaredErrors } from './errors.ts';

/** A run of checks without its results, for lists. */
export interface CheckRunView {
  id: number;
  runId: number;
  startedAt: number;
  tookMs: number;
  state: CheckReport['state'];
  target: CheckReport['target'];
  probe: string;
  summary: ReportSummary;
}

/** A story that is being played, as far as it went. */
export interface LiveStory {
  /** Id of the check that it is played for; '' for the first look. */
  check: string;
  title: string;
  /** A request without a response yet has the outcome "waiting"; records at the end are not known yet. */
  evidence: Evidence;
  /** Postbacks of the story in all, retries left out. */
  sends: number;
}

/** The run that is under way. */
export interface CheckProgress {
  id: number;
  report: CheckReport;
  /** Ids of all checks of the run, in their order. */
  planned: readonly string[];
  /** Ids of the checks that are being played. */
  playing: readonly string[];
  /** One of the stories that are being played; null before the first. */
  live: LiveStory | null;
  /** Records that are waited for. */
  waiting: number;
  /** How many checks there are, and how many have a verdict. */
  total: number;
  judged: number;
  /** Lives explored so far, and to explore. */
  lives: { done: number; of: number };
  /** The first look is there, and the user is asked whether test data may be written. */
  asks: boolean;
}

export interface ChecksState {
  /** Null while none is under way. */
  current: CheckProgress | null;
  /** The newest first. */
  runs: readonly CheckRunView[];
}

/** The checks of the workspace: what its check.yaml says, and what is wrong with it. */
export interface CheckSetup {
  config: CheckConfig | null;
  /** '' where nothing is wrong. */
  problem: string;
  checks: readonly CheckInfo[];
  /** A command of check.yaml that was not confirmed on this machine yet; '' where none waits. */
  unconfirmed: string;
  /** Whether it can be confirmed from here: the desktop app can ask in a dialog of its own, a page in a browser cannot. */
  canConfirm: boolean;
}

const base = oc.errors(declaredErrors);
const id = z.number().int().positive();
const requestPlace = z.object({ id, check: z.string(), story: z.int().min(0), step: z.int().min(0) });

export const checksContract = {
  /** The state now and at each change, at most ten times a second. */
  follow: base.output(eventIterator(type<ChecksState>())),
  setup: base.output(type<CheckSetup>()),
  /** Writes check.yaml. A command in it can be neither added nor changed from a page in the browser. */
  saveSetup: base.input(z.object({ config: checkConfigSchema })).output(type<CheckSetup>()),
  /**
   * Asks in a dialog outside the page whether the command of check.yaml may run on this machine; resolves once it is
   * answered. Throws PB_ARGUMENT_INVALID where there is no such dialog.
   */
  confirmCommand: base.output(type<CheckSetup>()),
  /** Only connects: whether something listens at the address of a URL template. */
  connect: base
    .input(z.object({ to: z.string() }))
    .output(type<{ listening: boolean; address: string; sentence: string }>()),
  /** Plays the first look alone, and returns a report of it that is not kept. Throws what `start` throws. */
  look: base.input(z.object({ config: checkConfigSchema })).output(type<CheckReport>()),
  /** Starts a run; only one is under way at a time (PB_RUN_BUSY). */
  start: base
    .input(
      z.object({
        config: checkConfigSchema,
        only: z.array(z.string()).default([]),
        explore: z.number().int().min(0).max(10_000).default(0),
        seed: z.number().int().min(0).max(0xffff_ffff).optional(),
        /** The first look waits for `proceed`. */
        ask: z.boolean().default(false),
      }),
    )
    .output(type<{ id: number }>()),
  /** Answers whether test data may be written. */
  proceed: base.input(z.object({ id, go: z.boolean() })).output(type<{ changed: boolean }>()),
  /** Goes on with a run that was cancelled or broke off. Throws PB_RUN_UNKNOWN, PB_RUN_BUSY, PB_ARGUMENT_INVALID. */
  resume: base.input(z.object({ id })).output(type<{ id: number }>()),
  cancel: base.input(z.object({ id })).output(type<{ cancelled: boolean }>()),
  /** Throws PB_RUN_UNKNOWN. */
  report: base.input(z.object({ id })).output(type<CheckReport>()),
  /**
   * Sends a request of a check's evidence again, byte for byte; its story and step count from 0. Nothing is judged or kept.
   * Throws PB_RUN_UNKNOWN, PB_ARGUMENT_INVALID where a secret in it is masked, and PB_HOST_NOT_ALLOWED.
   */
  resend: base.input(requestPlace).output(type<EvidenceStep['response']>()),
  /**
   * The capture of a request of a check's evidence that went to the local receiver; null where it went elsewhere, or was
   * removed. Throws PB_RUN_UNKNOWN.
   */
  capture: base.input(requestPlace).output(type<{ captureId: number | null }>()),
  export: base
    .input(z.object({ id, format: z.enum(REPORT_FORMATS) }))
    .output(type<{ name: string; text: string }>()),
  /**
   * Writes a story of a check's evidence as a scenario of the workspace, beside those that are there; the same story is
   * written once. Throws PB_RUN_UNKNOWN, PB_SCENARIO_INVALID.
   */
  saveScenario: base
    .input(
      z.object({
        id,
        check: z.string(),
        evidence: z.number().int().min(0).default(0),
        name: z.string().min(1),
      }),
    )
    .output(type<{ file: string }>()),
  remove: base.input(z.object({ id })).output(type<{ removed: boolean }>()),
};

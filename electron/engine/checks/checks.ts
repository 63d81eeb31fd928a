import { join } from 'node:path';
import { CHECK_FILE, type CheckConfig } from '../../../shared/checks/config.ts';
import type { CheckReport, EvidenceStep } from '../../../shared/checks/report.ts';
import { screenError, screenWords } from '../../../shared/checks/screen-words.ts';
import type { CheckProgress, ChecksState } from '../../../shared/contract/checks.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { mask } from '../../../shared/secrets/mask.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import type { Log } from '../log.ts';
import type { OwnEndpoints } from '../receiver-host.ts';
import { freshSeed } from '../runs.ts';
import type { Secrets } from '../secrets.ts';
import { HttpTransport } from '../sender/http-transport.ts';
import { Signal } from '../signal.ts';
import type { CaptureStore } from '../store/captures.ts';
import type { CheckRuns } from '../store/check-runs.ts';
import { capturedRequest } from './captured-request.ts';
import { checkReceiver } from './check-receiver.ts';
import { checkParts } from './check-setup.ts';
import { type AskToRun, type ConfirmedCommands, HOW_TO_CONFIRM } from './confirmed-commands.ts';
import { resendRequest } from './resend-request.ts';
import { freshRunId } from './run-id.ts';
import { WatchedStory } from './watched-story.ts';

/** Real ms between two times that a run under way is stored. */
const STORE_EVERY_MS = 2_000;

export interface ChecksOptions extends OwnEndpoints {
  store: CheckRuns;
  workspace: () => WorkspaceView;
  secrets: Secrets;
  confirmedCommands: ConfirmedCommands;
  /** Undefined where nobody can be asked outside the page. */
  askToRun: AskToRun | undefined;
  captures: Pick<CaptureStore, 'list'>;
  log: Log;
}

export interface StartChecks {
  config: CheckConfig;
  /** Ids or categories; those of the config without any. */
  only: readonly string[];
  explore: number;
  seed: number | undefined;
  /** The first look waits for `proceed`. */
  ask: boolean;
  /** The run to go on with. */
  resume?: { id: number; report: CheckReport };
}

interface Current {
  progress: Omit<CheckProgress, 'live'>;
  watched: WatchedStory;
  mask: (text: string) => string;
  abort: AbortController;
  /** Answers the question whether test data may be written. */
  answer: ((go: boolean) => void) | undefined;
  done: Promise<void>;
}

/** A request of a check's evidence; its story and step count from 0. */
export interface RequestPlace {
  id: number;
  check: string;
  story: number;
  step: number;
}

/** Runs of checks of an engine: one at a time, all of them kept. */
export class Checks {
  readonly #options: ChecksOptions;
  readonly #changed = new Signal();
  #current: Current | undefined;
  /** A first look on its own. */
  #look: { ended: AbortController; done: Promise<unknown> } | undefined;

  constructor(options: ChecksOptions) {
    this.#options = options;
    options.store.endInterrupted();
  }

  state(): ChecksState {
    const { store, workspace } = this.#options;
    const current = this.#current;
    return {
      current:
        current === undefined ? null : { ...current.progress, live: current.watched.view(current.mask) },
      runs: store.list(workspace().folder),
    };
  }

  /** Calls back when the state is different. Returns what stops it. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  /**
   * Starts a run, and resolves with its id before anything is sent. Throws PB_RUN_BUSY while another one is under way,
   * and what `checkParts` throws; PB_ARGUMENT_INVALID for a command that was not confirmed on this machine.
   */
  async start({ config, only, explore, seed, ask, resume }: StartChecks): Promise<number> {
    const { store, log } = this.#options;
    this.#requireNone();
    this.#requireConfirmed(config);
    const abort = new AbortController();
    const { view, transport, parts } = await this.#open(
      only.length === 0 ? config : { ...config, only: [...only] },
      abort.signal,
    );
    this.#requireNone();
    const current: Current = {
      progress: undefined as never,
      watched: new WatchedStory(() => this.#changed.tell()),
      mask: parts.mask,
      abort,
      answer: undefined,
      done: Promise.resolve(),
    };
    let storedAt = 0;
    const took = (report: CheckReport) => {
      const { progress } = current;
      if (progress === undefined) {
        const id = resume?.id ?? store.add(view.folder, { config, only, explore }, report);
        current.progress = firstProgress(
          id,
          report,
          parts.checks.map((check) => check.id),
          explore,
        );
      } else {
        current.progress = { ...progress, report, judged: report.checks.length };
        const isOver = report.state !== 'running';
        if (isOver || performance.now() - storedAt >= STORE_EVERY_MS) {
          store.update(progress.id, report);
          storedAt = performance.now();
        }
      }
      this.#changed.tell();
    };
    const run = checkReceiver({
      ...parts,
      words: screenWords,
      lateDuplicate: undefined,
      explore,
      resume: resume?.report,
      seed: resume?.report.seed ?? seed ?? freshSeed(),
      runId: resume?.report.runId ?? freshRunId(),
      confirm: ask ? () => this.#asked(current) : undefined,
      onStart: took,
      onReport: took,
      onStory: (played) => current.watched.saw(played),
      onPlaying: ({ checks, waiting, lives }) => {
        const { of } = current.progress.lives;
        current.progress = { ...current.progress, playing: checks, waiting, lives: { done: lives, of } };
        this.#changed.tell();
      },
    });
    this.#current = current;
    const { id } = current.progress;
    log.info('A run of checks started.', { id, to: parts.mask(parts.postback.url) });
    const end = async () => {
      const { state, summary } = await run;
      log.info('A run of checks ended.', { id, state, headline: summary.headline });
      this.#current = undefined;
      await transport.close();
      this.#changed.tell();
    };
    current.done = end();
    this.#changed.tell();
    return id;
  }

  /**
   * Plays the first look alone, with ids of its own; nothing of it is kept. Throws what `start` throws, and rejects where
   * the signal ends it.
   */
  async look(config: CheckConfig, signal: AbortSignal): Promise<CheckReport> {
    this.#requireNone();
    this.#requireConfirmed(config);
    const ended = new AbortController();
    const look = this.#lookFirst(config, AbortSignal.any([signal, ended.signal]));
    this.#look = { ended, done: look.catch(() => undefined) };
    try {
      return await look;
    } finally {
      this.#look = undefined;
    }
  }

  async #lookFirst(config: CheckConfig, signal: AbortSignal): Promise<CheckReport> {
    const { transport, parts } = await this.#open(config, signal);
    try {
      return await checkReceiver({
        ...parts,
        words: screenWords,
        lateDuplicate: undefined,
        explore: 0,
        seed: freshSeed(),
        runId: freshRunId(),
        confirm: () => Promise.resolve(false),
      });
    } finally {
      await transport.close();
    }
  }

  /** What a run is made of, and the connections that it uses. */
  async #open(config: CheckConfig, signal: AbortSignal) {
    const { workspace, secrets, local, ownCertificates } = this.#options;
    const view = workspace();
    const { allowedHosts, certificates } = view.settings.sending;
    const trusted = [...ownCertificates(), ...certificates];
    const transport = new HttpTransport(
      () => allowedHosts,
      () => trusted,
    );
    const parts = await checkParts({
      config,
      view,
      allowHosts: [],
      transport: transport.send,
      secrets,
      local: local(),
      ceiling: undefined,
      signal,
    }).catch((error: unknown) => {
      throw screenError(error);
    });
    return { view, transport, parts };
  }

  /**
   * Goes on with a run that was cancelled or broke off: what was judged in it stays, the rest is played. Throws
   * PB_RUN_UNKNOWN, PB_ARGUMENT_INVALID for one that is done, and what `start` throws.
   */
  async resume(id: number): Promise<number> {
    const report = this.report(id);
    const asked = this.#options.store.asked(id);
    if (asked === undefined || report.state === 'done' || report.state === 'running') {
      throw new PostbenchError(
        'PB_ARGUMENT_INVALID',
        'That run is not one to resume: it was played to its end.',
        {
          remedy: 'Start a new run.',
        },
      );
    }
    return this.start({ ...asked, seed: report.seed, ask: false, resume: { id, report } });
  }

  /** Answers whether test data may be written. False where nothing asks. */
  proceed(id: number, go: boolean): boolean {
    const current = this.#current;
    if (current?.progress.id !== id || current.answer === undefined) return false;
    current.answer(go);
    return true;
  }

  /** Stops a run; it keeps what it found. False if it is not under way. */
  cancel(id: number): boolean {
    const current = this.#current;
    if (current?.progress.id !== id) return false;
    current.answer?.(false);
    current.abort.abort(new Error('cancelled'));
    return true;
  }

  /** Throws PB_RUN_UNKNOWN. */
  report(id: number): CheckReport {
    const current = this.#current;
    const report = current?.progress.id === id ? current.progress.report : this.#options.store.report(id);
    if (report !== undefined) return report;
    throw new PostbenchError('PB_RUN_UNKNOWN', 'That run of checks no longer exists.', {
      remedy: 'Select another one from the list.',
    });
  }

  /**
   * Sends a request of a check's evidence again. Rejects with PB_RUN_UNKNOWN where there is none, and what
   * `resendRequest` rejects with.
   */
  resend(of: RequestPlace): Promise<EvidenceStep['response']> {
    const { workspace, secrets, ownCertificates } = this.#options;
    const trusted = [...ownCertificates(), ...workspace().settings.sending.certificates];
    const masked = (text: string) => secrets.known().mask(mask(text));
    return resendRequest(this.#step(of), { view: workspace(), secrets, trusted, mask: masked });
  }

  /** The capture of a request of a check's evidence that went to the local receiver; undefined where there is none. */
  captureOf(of: RequestPlace): number | undefined {
    const { captures, isOwn } = this.#options;
    return capturedRequest(this.#step(of), captures, isOwn);
  }

  #step({ id, check, story, step }: RequestPlace): EvidenceStep {
    const result = this.report(id).checks.find((one) => one.id === check);
    const found = result?.evidence[story]?.steps[step];
    if (found !== undefined) return found;
    throw new PostbenchError('PB_RUN_UNKNOWN', 'The run has no such request.', {
      remedy: 'Select one of its evidence.',
    });
  }

  /** Removes a run; one under way must be cancelled first (PB_RUN_BUSY). */
  remove(id: number): boolean {
    if (this.#current?.progress.id === id) this.#requireNone();
    const removed = this.#options.store.remove(id);
    this.#changed.tell();
    return removed;
  }

  async close(): Promise<void> {
    this.#look?.ended.abort(new Error('closed'));
    await this.#look?.done;
    const current = this.#current;
    if (current === undefined) return;
    this.cancel(current.progress.id);
    await current.done;
  }

  #asked(current: Current): Promise<boolean> {
    current.progress = { ...current.progress, asks: true };
    this.#changed.tell();
    return new Promise((resolve) => {
      current.answer = (go) => {
        current.answer = undefined;
        current.progress = { ...current.progress, asks: false };
        this.#changed.tell();
        resolve(go);
      };
    });
  }

  #requireNone(): void {
    if (this.#current === undefined && this.#look === undefined) return;
    throw new PostbenchError('PB_RUN_BUSY', 'Checks are being played.', {
      remedy: 'Wait for them to end, or cancel them.',
    });
  }

  /** The first command of a configuration that nobody has confirmed on this machine; undefined where all are. */
  unconfirmed({ state, before }: CheckConfig): string | undefined {
    const commands = [state, before].flatMap((one) =>
      one !== undefined && 'command' in one ? [one.command] : [],
    );
    return commands.find((command) => !this.#options.confirmedCommands.has(command));
  }

  /** Whether an unconfirmed command can be confirmed from here. */
  get canConfirm(): boolean {
    return this.#options.askToRun !== undefined;
  }

  /**
   * Asks outside the page about the first command of a configuration that was not confirmed. What was asked about is
   * what is confirmed, even if the file changes meanwhile. Throws PB_ARGUMENT_INVALID where nobody can be asked.
   */
  async confirmCommand(config: CheckConfig): Promise<void> {
    const { askToRun, confirmedCommands, workspace } = this.#options;
    const command = this.unconfirmed(config);
    if (command === undefined) return;
    if (askToRun === undefined) {
      throw new PostbenchError('PB_ARGUMENT_INVALID', 'A command cannot be confirmed from this page.', {
        remedy: HOW_TO_CONFIRM,
      });
    }
    const file = join(workspace().folder, CHECK_FILE);
    if (await askToRun({ file, command })) confirmedCommands.add(command);
  }

  #requireConfirmed(config: CheckConfig): void {
    const command = this.unconfirmed(config);
    if (command === undefined) return;
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      `The command ${JSON.stringify(command)} was not confirmed on this machine.`,
      { remedy: HOW_TO_CONFIRM },
    );
  }
}

function firstProgress(
  id: number,
  report: CheckReport,
  planned: readonly string[],
  explore: number,
): Current['progress'] {
  return {
    id,
    report,
    planned,
    playing: [],
    waiting: 0,
    total: planned.length,
    judged: 0,
    lives: { done: 0, of: explore },
    asks: false,
  };
}

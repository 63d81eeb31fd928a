import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { AttemptSummary, DeliveryView } from '../../shared/delivery/delivery.ts';
import { destinationsOf } from '../../shared/delivery/destination.ts';
import { attemptReason, outcomeSentence } from '../../shared/delivery/outcome.ts';
import {
  type PostbackSource,
  redirect,
  type SecretHeaders,
  type SendTo,
} from '../../shared/delivery/send-to.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import { parseTime } from '../../shared/domain/time.ts';
import { ERROR_EXITS, PostbenchError, placeText } from '../../shared/errors.ts';
import { KIND_NAMES } from '../../shared/placeholders/kind-names.ts';
import { otherSeedNote, unexpectedFailures } from '../../shared/scenario/expect.ts';
import { firedKinds } from '../../shared/scenario/fired-kinds.ts';
import { booksVerdict } from '../../shared/scenario/receiver-books.ts';
import type { RunView } from '../../shared/scenario/run-view.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import { printable, toJson } from '../../shared/terminal-text.ts';
import { parseSpeed, type RunSpeed } from '../../shared/timeline/run-speed.ts';
import { WORKSPACE_FILE } from '../../shared/workspace/schema.ts';
import { Engine } from '../engine/engine.ts';
import { openLog } from '../engine/log.ts';
import { findWorkspaceFolder, prepareFile, readScenario } from '../engine/workspace/workspace.ts';
import { yamlText } from '../engine/workspace/written-scalars.ts';
import { findingLine, lintScenario } from '../engine/world/lint-sending.ts';
import type { GivenRecords } from '../engine/world/records-source.ts';
import { allowCommands } from './allow-commands.ts';
import { configOf, fileConfig } from './check-config.ts';
import { type CommandIo, defaultDataFolder, drawProgress, wholeNumber } from './io.ts';
import { tellProblem } from './machine-secrets.ts';
import { mendableFailures } from './mendable-failures.ts';

import { asJson } from './run-json.ts';
import { printText } from './run-output.ts';
import { decideSecretHeaders } from './secret-headers.ts';

export interface RunCommandOptions {
  to?: string;
  at?: string;
  secretHeaders?: SecretHeaders;
  seed?: string;
  start?: string;
  speed?: string;
  state?: string;
  stateCommand?: string;
  stateResponse?: boolean;
  settle?: string;
  allowCommand?: string[];
  ceiling?: string;
  dataDir?: string;
  json?: boolean;
  logLevel?: string | undefined;
}

/** The workspace of a scenario that is not in one: the scenario must define its own world, and needs `--to`. */
function bareWorkspace(path: string, scenario: Scenario, to: string | undefined, folder: string): string {
  if (scenario.world === undefined || to === undefined) {
    const lacks = scenario.world === undefined ? 'no world of its own' : 'no postbacks to send';
    throw new PostbenchError('PB_WORKSPACE_MISSING', `${path} is not in a workspace and has ${lacks}.`, {
      remedy: `Put it in a folder with a ${WORKSPACE_FILE}, or add "world:" to it and use --to.`,
      place: { file: path },
    });
  }
  const bare = join(folder, 'workspace');
  mkdirSync(bare, { recursive: true });
  const programs = scenario.world.programs.map((program) => ({
    ...program,
    eventTypes: program.eventTypes.map((type) => ({
      ...type,
      payout: type.payout.type === 'percent' ? `${type.payout.percent} %` : type.payout.amount,
    })),
  }));
  writeFileSync(
    join(bare, WORKSPACE_FILE),
    yamlText({ name: scenario.name, world: { partner: scenario.world.partner, programs } }),
  );
  return bare;
}

/** "fast", "real" or "x60". Throws PB_ARGUMENT_INVALID. */
function speedOf(text: string): RunSpeed {
  const speed = parseSpeed(text);
  if (speed !== undefined) return speed;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `--speed ${text} is not a speed.`, {
    remedy: 'Use fast, real, or a factor from x2 to x1000, as in --speed x60.',
  });
}

/** Problems in the workspace's postbacks, which would otherwise silently not be sent. */
function checkPostbacks(engine: Engine, to: string | undefined, io: CommandIo): void {
  const { problems, postbacks } = engine.benches.workspace.view;
  const broken = problems.filter(({ file }) => /^postbacks(?:\/|$)/.test(file));
  for (const { file, line, column, message } of broken) {
    io.err(
      `${placeText({ file: join(engine.benches.workspace.folder, file), line: line ?? undefined, column: column ?? undefined })}: ${message}`,
    );
  }
  if (to !== undefined) return;
  const first = broken[0];
  if (first !== undefined) {
    throw new PostbenchError(
      'PB_POSTBACK_INVALID',
      `${first.file} has errors, so its postback would not be sent.`,
      {
        remedy: 'Correct the file, or use --to.',
        place: { file: first.file, line: first.line ?? undefined, column: first.column ?? undefined },
      },
    );
  }
  if (!postbacks.some(({ content }) => content?.enabled)) {
    throw new PostbenchError('PB_POSTBACK_UNKNOWN', 'The workspace has no enabled postback.', {
      remedy: 'Enable one in postbacks/, or use --to.',
    });
  }
}

/** Throws PB_ARGUMENT_INVALID for options that exclude each other or say nothing. */
function refuseEmpty({ to, at, secretHeaders }: RunCommandOptions): void {
  const wrong = (message: string, remedy: string) =>
    new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
  if (to?.trim() === '')
    throw wrong('--to is empty.', 'Give the URL of your receiver: --to http://127.0.0.1:9000/postback');
  if (to !== undefined && at !== undefined)
    throw wrong(
      '--to and --at both say where postbacks go.',
      'Use --to for a URL alone, or --at for the postbacks as they are at another origin.',
    );
  if (secretHeaders !== undefined && at === undefined)
    throw wrong('--secret-headers goes with --at.', 'Leave it out: --to sends no headers of a postback.');
}

/** The enabled postbacks of the workspace. */
function enabledPostbacks({ benches }: Engine): PostbackSource[] {
  return benches.workspace.view.postbacks.flatMap(({ file, content }) =>
    content?.enabled === true ? [{ file, postback: content }] : [],
  );
}

/** Where postbacks go instead of to their own URLs. */
async function sendToOf(
  engine: Engine,
  { to, at, secretHeaders }: RunCommandOptions,
  io: CommandIo,
): Promise<SendTo | undefined> {
  if (at === undefined) return to;
  return { at, secretHeaders: await decideSecretHeaders(enabledPostbacks(engine), at, secretHeaders, io) };
}

/** What the linter finds, but the error that the run ends with. */
function tellFindings(
  { benches, secrets }: Engine,
  scenario: Scenario,
  to: SendTo | undefined,
  io: CommandIo,
): void {
  const { view } = benches.workspace;
  const [first, ...others] = lintScenario(scenario, view, to, secrets.view().names);
  if (first?.finding.severity === 'warning') others.unshift(first);
  for (const found of others) io.err(printable(findingLine(found, view.folder)));
}

/** Where the postbacks that the scenario may fire go, by the rule that the sender goes by. */
function tellDestinations(engine: Engine, scenario: Scenario, to: SendTo | undefined, io: CommandIo): void {
  const kinds = firedKinds(scenario);
  const sent = redirect(enabledPostbacks(engine), to).filter(({ postback }) => kinds.has(postback.kind));
  for (const { name, kind, url } of destinationsOf(sent, engine.receiver.local).slice(0, DESTINATIONS))
    io.err(printable(`  ${KIND_NAMES[kind]} “${name}” → ${url}`));
  if (sent.length > DESTINATIONS) io.err(`  … and ${sent.length - DESTINATIONS} more postbacks`);
}

/** Most postbacks whose address is printed before a run. */
const DESTINATIONS = 20;

/** From this many steps on, a terminal shows progress instead of a line per attempt. */
const LONG_RUN = 30;
/** Most lines printed for attempts without a terminal: a log of thousands is of no use. */
const MOST_LINES = 200;
/** Real ms between two updates of the progress. */
const DRAW_EVERY_MS = 100;

/**
 * Reports on stderr what happens, since it is not the result: a line for each attempt as it ends, or, on a
 * terminal, the progress of a long run. Returns a function that ends it, to be called with the run's deliveries.
 */
function tellAttempts(
  engine: Engine,
  runId: () => number,
  steps: number,
  io: CommandIo,
): (deliveries: readonly DeliveryView[]) => void {
  const drawn = io.terminal && steps >= LONG_RUN;
  const states = new Map<number, DeliveryView['state']>();
  let cursor = engine.activity.change;
  const tellMendable = mendableFailures(engine, io);
  let lookedAt = 0;
  let lines = 0;
  const tell = (delivery: DeliveryView, attempt: AttemptSummary) => {
    lines += 1;
    if (lines <= MOST_LINES)
      io.err(attemptLine(delivery, attempt, engine.activity.attempt(attempt.id)?.cause ?? ''));
    else if (lines === MOST_LINES + 1) io.err('Further attempts are not listed one by one.');
  };
  const draw = () => {
    const count = (wanted: DeliveryView['state']) =>
      [...states.values()].filter((state) => state === wanted).length;
    const [delivered, gaveUp] = [count('delivered'), count('given-up')];
    const left = states.size - delivered - gaveUp - count('cancelled');
    drawProgress(
      io,
      `${delivered} delivered, ${left} left, ${gaveUp} given up; ${steps} steps. Ctrl-C cancels.`,
    );
  };
  const look = () => {
    for (;;) {
      const deliveries = engine.activity.deliveriesAfter(cursor, 500);
      const last = deliveries.at(-1);
      if (last === undefined) break;
      cursor = last.change;
      for (const delivery of deliveries) {
        if (delivery.runId !== runId()) continue;
        states.set(delivery.id, delivery.state);
        const attempt = delivery.attempts.at(-1);
        // A delivery changes when an attempt begins and when it ends; only the end is news.
        if (attempt === undefined || attempt.endedAt === null) continue;
        if (!drawn) tell(delivery, attempt);
        tellMendable(attempt);
      }
    }
    lookedAt = performance.now();
    if (drawn) draw();
  };
  const stop = engine.activity.onChange(() => {
    // Once attempts are no longer listed one by one, checking each would only cost time.
    if (!drawn && lines > MOST_LINES) return;
    if (!drawn || performance.now() - lookedAt >= DRAW_EVERY_MS) look();
  });
  return (deliveries) => {
    stop();
    if (drawn || lines <= MOST_LINES) look();
    else for (const { attempts } of deliveries) for (const attempt of attempts) tellMendable(attempt);
    drawProgress(io, '');
  };
}

function attemptLine(delivery: DeliveryView, attempt: AttemptSummary, cause: string): string {
  const took = attempt.durationMs === null ? '' : ` in ${attempt.durationMs.toFixed(0)} ms`;
  const next =
    attempt.nextAt === null || attempt.endedAt === null
      ? ''
      : ` Next attempt in ${formatDuration(attempt.nextAt - attempt.endedAt)}.`;
  const { outcome, status } = attempt;
  // What to do about these is printed once, apart.
  const isMendable = outcome === 'tls-error' || outcome === 'secret-missing';
  const reason = isMendable
    ? outcomeSentence(outcome, status)
    : printable(attemptReason({ outcome, status, cause }));
  const verdict = attempt.outcome === 'delivered' ? `${attempt.status}${took}` : `${reason}${next}`;
  return `${attempt.outcome === 'delivered' ? '✓' : '✗'} ${delivery.event} ${delivery.subjectId}, attempt ${attempt.number}: ${verdict}`;
}

/**
 * How the receiver's records are seen: as the call says, or check.yaml; undefined where everything goes to Postbench's
 * own receiver. Throws PB_ARGUMENT_INVALID, also for a command that was not confirmed.
 */
async function recordsOf(
  engine: Engine,
  options: RunCommandOptions,
  to: SendTo | undefined,
  dataFolder: string,
  io: CommandIo,
): Promise<GivenRecords | undefined> {
  const { state, stateCommand, stateResponse } = options;
  const { view } = engine.benches.workspace;
  if (!engine.runs.goesOut(to)) {
    if ((state ?? stateCommand ?? stateResponse) === undefined) return undefined;
    throw new PostbenchError('PB_ARGUMENT_INVALID', 'No postback of actions goes to a receiver of yours.', {
      remedy: 'Name your receiver with --to, or leave out --state.',
    });
  }
  const config = configOf(options, fileConfig(view));
  await allowCommands({ state: config.state }, view, options, dataFolder, io);
  return {
    state: config.state,
    settle: config.settle,
    // A command of the call starts where the call was made.
    folder: stateCommand === undefined ? view.folder : process.cwd(),
  };
}

/**
 * 0 if everything was delivered, and booked as far as that was seen, and is as expected; 1 if not; 2 if the scenario could not be played to its end.
 */
function exitOf(
  run: RunView,
  scenario: Scenario,
  deliveries: ReturnType<Engine['activity']['deliveriesOfRun']>,
  io: CommandIo,
): number {
  if (run.state === 'failed') {
    io.err(`PB_SCENARIO_INVALID: ${run.problem}`);
    return ERROR_EXITS.PB_SCENARIO_INVALID;
  }
  if (run.state === 'cancelled') {
    const played = run.steps.filter(({ state }) => state !== 'skipped').length;
    io.err(`The run was cancelled: ${played} of ${run.steps.length} steps were played.`);
    return 1;
  }
  const { receiverBooks } = run;
  if (receiverBooks !== null && booksVerdict(receiverBooks) === 'differ') return 1;
  const short = unexpectedFailures(scenario, deliveries).length > 0;
  return short || run.expectations.some(({ holds }) => !holds) ? 1 : 0;
}

/** `postbench run`: plays a scenario as fast as its receiver responds, and prints the outcome. */
export async function run(path: string, options: RunCommandOptions, io: CommandIo): Promise<number> {
  const { json } = options;
  refuseEmpty(options);
  const seed = options.seed === undefined ? undefined : wholeNumber(options.seed, '--seed', 0, 0xffff_ffff);
  const start = options.start === undefined ? undefined : parseTime(options.start);
  const speed = speedOf(options.speed ?? 'fast');
  const ceiling =
    options.ceiling === undefined ? undefined : wholeNumber(options.ceiling, '--ceiling', 1, 100_000);
  await prepareFile('scenario', path, { signal: io.signal });
  if (io.signal.aborted) return 1;
  const scenario = readScenario(path);
  const scratch = mkdtempSync(join(tmpdir(), 'postbench-run-'));
  let engine: Engine | undefined;
  try {
    const kept = options.dataDir === undefined ? undefined : resolve(options.dataDir);
    engine = await Engine.open({
      dataFolder: kept ?? scratch,
      secretsFolder: kept ?? defaultDataFolder(),
      temporary: kept === undefined,
      // Nobody would read the log of a folder that is about to be removed.
      log: kept === undefined ? undefined : openLog(kept, 'run', options.logLevel),
      workspace: findWorkspaceFolder(path) ?? bareWorkspace(path, scenario, options.to, scratch),
      port: 'default',
      orAnyPort: true,
      ceiling,
    });
    checkPostbacks(engine, options.to, io);
    const to = await sendToOf(engine, options, io);
    tellFindings(engine, scenario, to, io);
    tellProblem(engine.secrets, io);
    const records = await recordsOf(engine, options, to, kept ?? defaultDataFolder(), io);
    let runId = 0;
    const quiet = tellAttempts(engine, () => runId, scenario.steps.length, io);
    const started = await engine.runs.start({
      scenario,
      file: basename(path),
      to,
      seed,
      start,
      speed,
      records,
    });
    runId = started.id;
    const host = engine;
    const cancel = () => void host.runs.cancel(started.id);
    if (io.signal.aborted) cancel();
    io.signal.addEventListener('abort', cancel, { once: true });
    io.err(printable(`${scenario.name}: seed ${started.seed}`));
    tellDestinations(engine, scenario, to, io);
    const done = await started.done;
    const { activity } = engine;
    const deliveries = activity.deliveriesOfRun(started.id);
    quiet(deliveries);
    const outcome = {
      run: done,
      actions: activity.actions.ofRun(started.id),
      inquiries: activity.inquiries.ofRun(started.id),
      items: started.items(),
      deliveries,
      moneyDigits: host.benches.workspace.view.settings.sending.moneyDigits,
    };
    if (json)
      io.out(
        toJson(
          asJson(outcome, (id) => activity.attempt(id)),
          2,
        ),
      );
    else printText(outcome, io);
    const note = otherSeedNote(scenario, done);
    if (note !== undefined) io.err(note);
    return exitOf(done, scenario, deliveries, io);
  } finally {
    await engine?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

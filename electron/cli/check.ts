import { accessSync, constants, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CHECK_FILE } from '../../shared/checks/config.ts';
import { CHECKS } from '../../shared/checks/list/all.ts';
import type { CheckReport, FirstLook } from '../../shared/checks/report.ts';
import { exportReport, formatOfFile, type ReportFormat } from '../../shared/checks/reports/export-report.ts';
import { jsonReport } from '../../shared/checks/reports/json-report.ts';
import { SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { ERROR_EXITS, PostbenchError } from '../../shared/errors.ts';
import { isThisMachine } from '../../shared/http/this-machine.ts';
import { writtenAddresses } from '../../shared/receiver/endpoints/local-url.ts';
import { maskTexts } from '../../shared/secrets/mask-texts.ts';
import type { Postback } from '../../shared/template/postback.ts';
import { printable, toJson } from '../../shared/terminal-text.ts';
import { DEFAULT_SENDING } from '../../shared/workspace/schema.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import { checkReceiver } from '../engine/checks/check-receiver.ts';
import { type CheckParts, checkParts } from '../engine/checks/check-setup.ts';
import { freshRunId, LARGEST_RUN_ID } from '../engine/checks/run-id.ts';
import { unwritable } from '../engine/disk-errors.ts';
import { freshSeed } from '../engine/runs.ts';
import { HttpTransport } from '../engine/sender/http-transport.ts';
import { keptCertificates } from '../engine/tls/own-certificate.ts';
import { readCheckFile } from '../engine/workspace/check-file.ts';
import { makeFolder, replaceText } from '../engine/workspace/files.ts';
import {
  findWorkspaceFolder,
  prepareFile,
  prepareWorkspace,
  readPostback,
  Workspace,
} from '../engine/workspace/workspace.ts';
import { findingLine } from '../engine/world/lint-sending.ts';
import { allowCommands } from './allow-commands.ts';
import { type CheckConfigOptions, configOf, durationOption, fileConfig } from './check-config.ts';
import { printCheckProgress, printCheckReport } from './check-output.ts';
import { type CommandIo, defaultDataFolder, wholeNumber } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';
import { decideSecretHeaders } from './secret-headers.ts';

export interface CheckOptions extends CheckConfigOptions {
  lateDuplicate?: string;
  ceiling?: string;
  seed?: string;
  runId?: string;
  allowHost?: string[];
  allowCommand?: string[];
  yes?: boolean;
  requireBooks?: boolean;
  failOn?: 'fail' | 'warn';
  report?: string[];
  dataDir?: string;
  list?: boolean;
  json?: boolean;
}

/** `postbench check`: tries a receiver, and exits with 1 if it has a defect. */
export async function check(options: CheckOptions, io: CommandIo): Promise<number> {
  if (options.list === true) return listChecks(options.json === true, io);
  const reports = reportsOf(options.report ?? []);
  const folder = findWorkspaceFolder(options.postback ?? join(process.cwd(), CHECK_FILE));
  if (folder !== undefined) await prepareWorkspace(folder, io.signal);
  else await prepareFile('check', join(process.cwd(), CHECK_FILE), { file: CHECK_FILE, signal: io.signal });
  if (io.signal.aborted) return 2;
  const view = viewOf(folder);
  const config = configOf(options, fileConfig(view));
  const dataFolder = resolve(options.dataDir ?? defaultDataFolder());
  await allowCommands(config, view, options, dataFolder, io);
  const secrets = machineSecrets(dataFolder, io);
  const allowHosts = options.allowHost ?? [];
  const allowed = [...view.settings.sending.allowedHosts, ...allowHosts];
  const local = writtenAddresses(view.settings.endpoints);
  const trusted = [...keptCertificates(dataFolder, local), ...view.settings.sending.certificates];
  const transport = new HttpTransport(
    () => allowed,
    () => trusted,
  );
  const number = (text: string | undefined, option: string, from: number, to: number) =>
    text === undefined ? undefined : wholeNumber(text, option, from, to);
  const seed = number(options.seed, '--seed', 0, 0xffff_ffff) ?? freshSeed();
  const runId = number(options.runId, '--run-id', 1, LARGEST_RUN_ID) ?? freshRunId();
  try {
    const parts = await checkParts({
      config,
      view,
      postback: fileOf(options.postback, view),
      allowHosts,
      transport: transport.send,
      secrets,
      local,
      ceiling: number(options.ceiling, '--ceiling', 1, 100_000),
      commandFolders: {
        state: options.stateCommand === undefined ? undefined : process.cwd(),
        before: options.beforeCommand === undefined ? undefined : process.cwd(),
      },
      decideSecretHeaders: (sources, at, given) => decideSecretHeaders(sources, at, given, io),
      signal: io.signal,
    });
    for (const finding of parts.findings) io.err(printable(findingLine(finding, view.folder)));
    io.err(`Run ${runId}, seed ${seed}, to ${parts.mask(parts.postback.url)}`);
    const progress = printCheckProgress(io, parts.checks.length);
    const report = await checkReceiver({
      ...parts,
      lateDuplicate:
        options.lateDuplicate === undefined
          ? undefined
          : durationOption(options.lateDuplicate, '--late-duplicate'),
      explore: number(options.explore, '--explore', 0, 10_000) ?? config.explore ?? 0,
      seed,
      runId,
      confirmsMapping: io.ask !== undefined && options.yes !== true,
      confirm: (look) => confirmed(look, parts, options, io),
      onReport: progress.report,
      onPlaying: progress.playing,
    });
    progress.end();
    if (options.json === true) io.out(jsonReport(report).trimEnd());
    else printCheckReport(report, io);
    for (const { file, format } of reports) {
      replaceText(file, exportReport(report, format).text);
      io.err(`Report: ${file}`);
    }
    return exitOf(report, options, io);
  } finally {
    await transport.close();
  }
}

/** Where reports go, by their endings; found out before anything is sent. Throws PB_ARGUMENT_INVALID, PB_FILE_UNWRITABLE. */
function reportsOf(files: readonly string[]): { file: string; format: ReportFormat }[] {
  return files.map((file) => {
    const format = formatOfFile(file);
    if (format === undefined) {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `--report ${file}: the ending says no format.`, {
        remedy: 'Use .html, .xml (JUnit), .json or .md.',
      });
    }
    makeFolder(dirname(resolve(file)));
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
      throw new PostbenchError('PB_FILE_UNWRITABLE', `--report ${file} is a folder.`, {
        remedy: 'Name a file in it.',
      });
    requireWritable(dirname(resolve(file)));
    return { file, format };
  });
}

/** Throws PB_FILE_UNWRITABLE for a folder in which no file can be made, as far as its permissions say. */
function requireWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** A workspace; without one, a program that stands for any. */
function viewOf(folder: string | undefined): WorkspaceView {
  if (folder !== undefined) return new Workspace(folder).view;
  return {
    revision: 0,
    folder: process.cwd(),
    settings: { name: '', world: SAMPLE_WORLD, sending: DEFAULT_SENDING, placeholders: [], endpoints: [] },
    postbacks: [],
    scenarios: [],
    profiles: [],
    ...readCheckFile(process.cwd()),
  };
}

/** A postback given by a path, wherever it lies. */
function fileOf(path: string | undefined, { postbacks, folder }: WorkspaceView): Postback | undefined {
  if (path === undefined) return undefined;
  const known = postbacks.find(({ file }) => resolve(folder, file) === resolve(path));
  return known?.content ?? readPostback(path);
}

/** Whether test data may be written: a person says so, or --yes, or the receiver is on this machine. */
async function confirmed(
  look: FirstLook,
  { postback, mask }: CheckParts,
  options: CheckOptions,
  io: CommandIo,
): Promise<boolean> {
  tellFirstLook(maskTexts(look, mask), io);
  if (options.yes === true) return true;
  if (io.ask !== undefined) return io.ask(`Write test data to ${mask(postback.url).split('?')[0]}?`);
  const { hostname } = new URL(postback.url.replaceAll(/\{[^}]*\}/g, 'x'));
  if (isThisMachine(hostname)) return true;
  io.err(`Nothing more is sent to ${hostname} without --yes, since it is not on this machine.`);
  return false;
}

function tellFirstLook({ response, fields, unsure, lagMs, problem, after }: FirstLook, io: CommandIo): void {
  io.err(`First action: ${response.status ?? response.outcome} in ${response.ms.toFixed(0)} ms.`);
  if (after !== null && lagMs !== null) {
    io.err(`Its record was there after ${lagMs.toFixed(0)} ms. Read as:`);
    for (const { name, path, sent, recorded } of fields)
      io.err(printable(`  ${name} = ${path}: ${recorded}${recorded === sent ? '' : ` (sent ${sent})`}`));
    io.err('Point this at what you pay out, not only at the conversion row.');
  }
  for (const sentence of unsure) io.err(printable(sentence));
  if (problem !== '') io.err(printable(problem));
}

function exitOf(report: CheckReport, options: CheckOptions, io: CommandIo): number {
  const { counts, moneyJudged } = report.summary;
  if (report.state === 'failed') {
    const code = report.problemCode ?? 'PB_INTERNAL';
    io.err(`${code}: ${printable(report.problem)}`);
    return ERROR_EXITS[code];
  }
  if (report.state === 'cancelled') {
    io.err('The run was cancelled; what was found until then is above.');
    return counts.fail > 0 ? 1 : 2;
  }
  if (options.requireBooks === true && !moneyJudged) {
    io.err('--require-books: no record could be compared with the platform’s books.');
    return 2;
  }
  if (counts.fail > 0) return 1;
  return options.failOn === 'warn' && counts.warn > 0 ? 1 : 0;
}

function listChecks(json: boolean, io: CommandIo): number {
  const list = CHECKS.map(({ id, category, title }) => ({ id, category, title }));
  if (json) io.out(toJson(list, 2));
  else for (const { id, category, title } of list) io.out(`${category}\t${id}\t${title}`);
  return 0;
}

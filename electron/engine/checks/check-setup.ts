import { resolve } from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { SharedSecret } from '../../../shared/checks/check.ts';
import type { BeforeConfig, CheckConfig, StateConfig } from '../../../shared/checks/config.ts';
import type { GivenMapping } from '../../../shared/checks/records/find-mapping.ts';
import { findSharedSecret, valuesOfName } from '../../../shared/checks/request-changes.ts';
import { selectChecks } from '../../../shared/checks/select.ts';
import { isLifeCycle } from '../../../shared/delivery/fired-postbacks.ts';
import { lintNames, lintSources, type SourceFinding } from '../../../shared/delivery/lint-sources.ts';
import {
  NO_FILE,
  type PostbackSource,
  type SecretHeaders,
  secretHeadersTo,
  sentTo,
  writtenOrigin,
} from '../../../shared/delivery/send-to.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { type PostbackKind, placeholdersFor } from '../../../shared/placeholders/placeholder-registry.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { isLocalUrl, type LocalAddresses, localUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import { mask } from '../../../shared/secrets/mask.ts';
import { secretOf, secretVariable } from '../../../shared/secrets/name.ts';
import { withDefaultQuery } from '../../../shared/template/default-query.ts';
import { placeholderNames } from '../../../shared/template/parse.ts';
import { type Postback, postbackSchema, type RenderSettings } from '../../../shared/template/postback.ts';
import { settingsFor } from '../../../shared/template/settings.ts';
import { rulesFor } from '../../../shared/workspace/rules.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import type { Secrets } from '../secrets.ts';
import type { Transport } from '../sender/transport.ts';
import { checkTarget } from '../world/check-target.ts';
import { requireNoErrors } from '../world/lint-sending.ts';
import type { CheckReceiverOptions } from './check-options.ts';
import { commandProbe } from './command-probe.ts';
import type { Probe } from './probe.ts';
import { CommandRunner, commandTemplate } from './run-command.ts';
import type { RequestSender } from './send-request.ts';
import { lookOf, probeSender, type RequestTemplate, requestTemplate, urlProbe } from './url-probe.ts';

export interface CheckSetupOptions {
  config: CheckConfig;
  view: WorkspaceView;
  /** Read by the caller where the postback is not one of the workspace. */
  postback?: Postback | undefined;
  /** Hosts allowed for this run besides those of the workspace. */
  allowHosts: readonly string[];
  transport: Transport;
  secrets: Secrets;
  local: LocalAddresses;
  ceiling: number | undefined;
  /** Asks whether headers that look like secrets go to another origin; refused where nothing says it without this. */
  decideSecretHeaders?: (
    sources: readonly PostbackSource[],
    at: string,
    given: SecretHeaders | undefined,
  ) => SecretHeaders | Promise<SecretHeaders>;
  /** Where commands that the call names run; those of check.yaml run in the workspace's folder. */
  commandFolders?: { state?: string | undefined; before?: string | undefined };
  signal: AbortSignal;
}

/** `findings`: what the linter finds in what is sent; warnings, since errors are thrown. */
export type CheckParts = { findings: readonly SourceFinding[] } & Omit<
  CheckReceiverOptions,
  | 'confirmsMapping'
  | 'lateDuplicate'
  | 'explore'
  | 'seed'
  | 'runId'
  | 'confirm'
  | 'onReport'
  | 'onPlaying'
  | 'onStory'
>;

/**
 * What a run of checks is made of, from check.yaml or options and the workspace. Throws PB_ARGUMENT_INVALID for an
 * unknown check, a secret that the template does not hold or a wrong command, PB_POSTBACK_UNKNOWN, PB_URL_INVALID and
 * PB_HOST_NOT_ALLOWED; nothing has been sent then.
 */
export async function checkParts(options: CheckSetupOptions): Promise<CheckParts> {
  const { config, view, allowHosts, transport, secrets, local, ceiling, signal } = options;
  const { sending, world, placeholders } = view.settings;
  const allowed = [...sending.allowedHosts, ...allowHosts];
  const target = targetOf(options);
  const written: [PostbackSource, ...PostbackSource[]] = [
    target,
    ...othersOf(view, target.postback, config.at),
  ];
  const findings = lintSources(written, config.to, lintNames(view.settings, secrets.view().names));
  requireNoErrors(findings, view.folder);
  const [postback, ...others] = await sentAt(written, options);
  const checks = selectChecks(config);
  const data = {
    declared: placeholders,
    unknown: sending.unknownPlaceholder,
    ...local,
    userAgent: rulesFor(view, postback).profile.userAgent,
  };
  const settings = settingsFor('action', data);
  // Without the default query, which nobody wrote.
  if (config.to !== undefined && !isLocalUrl(config.to)) await checkTarget(config.to, allowed);
  await checkTarget(localUrl(postback.url, local), allowed);
  const sender = probeSender({
    transport,
    secrets,
    workspace: view.folder,
    ceiling: ceiling ?? sending.ceiling,
    signal,
  });
  const runner = new CommandRunner();
  const secret = secretOfTemplate(postback, config.secret);
  const { state, before } = config;
  requireKnownNames(state, '--state', settings);
  requireKnownNames(before, '--before', settings);
  requireKnownSet(config.set, settings);
  const { state: stateFolder = view.folder, before: beforeFolder = view.folder } =
    options.commandFolders ?? {};
  const literal = secret === undefined ? [] : valuesOfName(postback, secret.name);
  const hidden = [...new Set(literal.flatMap((value) => [value, decoded(value)]))];
  const maskText = (text: string) => secrets.known().mask(mask(text, hidden));
  if (state !== undefined && 'url' in state) await checkTarget(state.url, allowed);
  if (before !== undefined && 'url' in before) await checkTarget(before.url, allowed);
  return {
    checks,
    postback,
    findings,
    others: Object.fromEntries(others.map((one) => [one.kind, one])),
    world,
    reversal: sending.reversalValues,
    rules: rulesFor(view, postback),
    settings: (kind) => settingsFor(kind, data),
    transport,
    secrets,
    workspace: view.folder,
    probe: probeOf(state, settings, sender, stateFolder, maskText, runner),
    close: () => runner.end(),
    inResponse: state !== undefined && 'response' in state ? lookOf : undefined,
    given: givenOf(state),
    before: before && beforeOf(before, settings, sender, { folder: beforeFolder, runner }),
    set: config.set,
    secret,
    secretValues: secretValuesOf(postback, secret, secrets),
    timeout: config.timeout,
    settle: config.settle,
    ceiling: ceiling ?? sending.ceiling,
    localCeiling: ceiling,
    mask: maskText,
    signal,
  };
}

/** Postbacks as they are sent: to another origin where the call says so. Throws PB_URL_INVALID, PB_ARGUMENT_INVALID. */
async function sentAt(
  [target, ...others]: readonly [PostbackSource, ...PostbackSource[]],
  { config: { at, secretHeaders }, decideSecretHeaders = secretHeadersTo }: CheckSetupOptions,
): Promise<[Postback, ...Postback[]]> {
  if (at === undefined) return [target.postback, ...others.map(({ postback }) => postback)];
  const to = { at, secretHeaders: await decideSecretHeaders([target, ...others], at, secretHeaders) };
  return [sentTo(target.postback, to), ...others.map(({ postback }) => sentTo(postback, to))];
}

/** The postback under test. */
function targetOf({ config, view, postback: given }: CheckSetupOptions): PostbackSource {
  const { to, postback: file } = config;
  if (to !== undefined)
    return { file: NO_FILE, postback: postbackSchema.parse({ name: to, url: withDefaultQuery(to) }), to };
  const found = view.postbacks.find((one) =>
    file === undefined ? one.content && isLifeCycle(one.content) : one.file === file,
  );
  const postback = given ?? found?.content;
  if (postback === undefined || postback === null) {
    throw new PostbenchError(
      'PB_POSTBACK_UNKNOWN',
      file === undefined
        ? 'The workspace has no enabled life-cycle postback to check.'
        : `The workspace has no postback ${file}.`,
      { remedy: 'Name a postback with --postback, or your receiver’s URL with --to.' },
    );
  }
  // One that is not of the workspace is named as the call names it.
  return { file: given === undefined ? (found?.file ?? '') : resolve(file ?? ''), postback };
}

/** The first enabled postback of each other kind that goes to the same origin, or to wherever all go. */
function othersOf({ postbacks }: WorkspaceView, under: Postback, at: string | undefined): PostbackSource[] {
  const others = new Map<PostbackKind, PostbackSource>();
  const origin = writtenOrigin(under.url);
  for (const { file, content } of postbacks) {
    if (content === null || !content.enabled || content.kind === under.kind) continue;
    const isTaken = at !== undefined || writtenOrigin(content.url) === origin;
    if (isTaken && !others.has(content.kind)) others.set(content.kind, { file, postback: content });
  }
  return [...others.values()];
}

function secretOfTemplate(postback: Postback, named: string | undefined): SharedSecret | undefined {
  const found = findSharedSecret(postback, named);
  if (named !== undefined && found === undefined) {
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      `The template has no parameter, body field or header "${named}" that could hold the secret.`,
      { remedy: 'Name the parameter itself, as in --secret token for …&token=abc.' },
    );
  }
  return found;
}

/** Values that no response should repeat: of `{secret:NAME}`, and of the shared secret where it stands in the template. */
function secretValuesOf(postback: Postback, secret: SharedSecret | undefined, secrets: Secrets): string[] {
  const texts = [postback.url, ...Object.values(postback.headers), postback.body?.template ?? ''];
  const named = texts
    .flatMap(placeholderNames)
    .flatMap((name) => secretOf(name) ?? [])
    .flatMap((name) => secrets.value(name) ?? []);
  const literal = secret === undefined ? [] : valuesOfName(postback, secret.name);
  return [...new Set([...named, ...literal])].filter((value) => value.length >= SHORTEST_SECRET);
}

/** Shorter values stand in a response by chance. */
const SHORTEST_SECRET = 6;

/**
 * How records are seen as check.yaml or the call says it; undefined without a probe, and where the response to the
 * postback is the record. Throws PB_ARGUMENT_INVALID for a wrong command.
 */
export function probeOf(
  state: StateConfig | undefined,
  settings: RenderSettings,
  sender: RequestSender,
  folder: string,
  maskText: (text: string) => string,
  runner: CommandRunner,
): Probe | undefined {
  if (state === undefined || 'response' in state) return undefined;
  const probe =
    'command' in state
      ? commandProbe(commandTemplate(state.command, '--state-command'), folder, runner)
      : urlProbe(state, settings, sender);
  return { ...probe, words: maskText(probe.words) };
}

/** A placeholder that no postback of actions has is a slip. Throws PB_ARGUMENT_INVALID with the nearest one. */
export function requireKnownNames(
  from: RequestTemplate | { command: string } | { response: true } | undefined,
  option: string,
  settings: RenderSettings,
): void {
  if (from === undefined || 'response' in from) return;
  const isCommand = 'command' in from;
  const texts = isCommand ? [from.command] : [from.url, ...Object.values(from.headers), from.body ?? ''];
  for (const name of texts.flatMap(placeholderNames)) {
    const secret = secretOf(name);
    if (secret === undefined && settings.known(name)) continue;
    const where = isCommand ? `${option}-command` : option;
    if (secret !== undefined && !isCommand) continue;
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      secret === undefined
        ? `${where}: there is no placeholder {${name}}.`
        : `${where}: the secret {${name}} would be seen by all who list processes.`,
      {
        remedy:
          secret === undefined
            ? meantText(name)
            : `Let the command read ${secretVariable(secret)} from its environment.`,
      },
    );
  }
}

/** Throws PB_ARGUMENT_INVALID for a value of what is no placeholder, and for one that each action needs for itself. */
function requireKnownSet(set: Values, settings: RenderSettings): void {
  if (set['ActionId'] !== undefined)
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      '--set: ActionId cannot be fixed: each action has its own.',
      {
        remedy: 'Fix what names a click or a user, such as SubId1.',
      },
    );
  const unknown = Object.keys(set).find((name) => !settings.known(name));
  if (unknown === undefined) return;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `--set: there is no placeholder {${unknown}}.`, {
    remedy: meantText(unknown),
  });
}

function meantText(name: string): string {
  const names = [...placeholdersFor('action').keys()];
  const nearest = closest(name, names);
  return `Did you mean {${nearest}}?`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The parts of the mapping that check.yaml sets. */
export function givenOf(state: StateConfig | undefined): GivenMapping {
  if (state === undefined) return {};
  const { fields, statuses, money, rows, shared } = state;
  const lower =
    statuses &&
    Object.fromEntries(Object.entries(statuses).map(([word, status]) => [word.trim().toLowerCase(), status]));
  return { fields, statuses: lower, money: money ?? {}, rows, shared };
}

/** Registers a click or user for an action. Rejects with PB_ARGUMENT_INVALID where that fails. */
function beforeOf(
  before: BeforeConfig,
  settings: RenderSettings,
  sender: RequestSender,
  { folder, runner }: { folder: string; runner: CommandRunner },
): (values: Values, signal: AbortSignal) => Promise<void> {
  const failed = (message: string, remedy: string) =>
    new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
  if ('command' in before) {
    const command = commandTemplate(before.command, '--before-command');
    return async (values, signal) => {
      const output = await runner.run(command, values, { folder, signal });
      if (output.type === 'done') return;
      const how =
        output.type === 'exit'
          ? `ended with exit code ${output.code ?? output.signal}. ${output.stderr}`
          : output.type === 'no-command'
            ? `could not be started. ${output.sentence}`
            : output.type === 'timeout'
              ? 'did not end within 10 s.'
              : 'printed more than 1 MiB.';
      throw failed(
        `The command that registers a click ${how}`.trim(),
        'Try it in a terminal with the same arguments.',
      );
    };
  }
  const requestOf = requestTemplate(before, settings);
  return async (values) => {
    const { outcome, status, body } = await sender.send(requestOf(values));
    if (status !== null && status >= 200 && status < 400) return;
    throw failed(
      status === null
        ? `The request that registers a click had no response: ${body || outcome}.`
        : `The request that registers a click was refused with ${status}.`,
      'Check --before: it is sent once for each action, before its first postback.',
    );
  };
}

import type { CheckConfig, StateConfig } from '../../../shared/checks/config.ts';
import { CHECK_FILE } from '../../../shared/checks/config.ts';
import type { GivenMapping } from '../../../shared/checks/records/find-mapping.ts';
import type { Look } from '../../../shared/checks/records/record.ts';
import { screenWords } from '../../../shared/checks/screen-words.ts';
import type { StoryResponse } from '../../../shared/checks/story.ts';
import type { TrustedCertificate } from '../../../shared/delivery/certificate.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import type { LocalAddresses } from '../../../shared/receiver/endpoints/local-url.ts';
import { mask } from '../../../shared/secrets/mask.ts';
import { placeholderNames } from '../../../shared/template/parse.ts';
import { settingsFor } from '../../../shared/template/settings.ts';
import { rulesFor } from '../../../shared/workspace/rules.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import { givenOf, probeOf, requireKnownNames } from '../checks/check-setup.ts';
import { type ConfirmedCommands, HOW_TO_CONFIRM } from '../checks/confirmed-commands.ts';
import type { Probe } from '../checks/probe.ts';
import { CommandRunner } from '../checks/run-command.ts';
import { lookOf, probeSender } from '../checks/url-probe.ts';
import type { Secrets } from '../secrets.ts';
import { HttpTransport } from '../sender/http-transport.ts';
import { checkTarget } from './check-target.ts';

/** How a run sees the records of the user's receiver. */
export interface RecordsSource {
  /** In words; secrets are masked. */
  words: string;
  probe: Pick<Probe, 'look' | 'asks'> | undefined;
  /** The response to a postback is the record. */
  inResponse: ((response: StoryResponse) => Look) | undefined;
  given: GivenMapping;
  /** What is asked for names one action. */
  byAction: boolean;
  /** Real ms; undefined for the default. */
  settle: number | undefined;
  close: () => Promise<void>;
}

/** What the caller says of it, in place of check.yaml. The caller has confirmed its command. */
export interface GivenRecords extends Pick<CheckConfig, 'state' | 'settle'> {
  /** Where a command runs. */
  folder: string;
}

export interface RecordsSourceOptions {
  view: WorkspaceView;
  /** Undefined: as check.yaml says. */
  given: GivenRecords | undefined;
  secrets: Secrets;
  confirmedCommands: ConfirmedCommands;
  local: LocalAddresses;
  /** Of our own endpoints: accepted besides those of the workspace. */
  certificates: readonly TrustedCertificate[];
  ceiling: number | undefined;
  signal: AbortSignal;
}

const NO_PROBE =
  'Postbench cannot see your receiver’s records. Say how: “state” in check.yaml, or --state on the command line.';

/**
 * How records are seen, or why they cannot be, as sentences; where the caller says nothing of it, in words for the screen.
 * Throws what is wrong with a given state: PB_URL_INVALID,
 * PB_HOST_NOT_ALLOWED, PB_ARGUMENT_INVALID; what is wrong with check.yaml alone must not keep a run from being played.
 */
export async function recordsSource(
  options: RecordsSourceOptions,
): Promise<RecordsSource | { problem: string }> {
  const { given } = options;
  if (given !== undefined) {
    const { state, ...rest } = given;
    return state === undefined ? { problem: NO_PROBE } : openSource(state, rest, options);
  }
  const source = await sourceOfFile(options);
  return 'problem' in source ? { problem: screenWords(source.problem) } : source;
}

/** As check.yaml says. */
async function sourceOfFile(options: RecordsSourceOptions): Promise<RecordsSource | { problem: string }> {
  const { view } = options;
  const { check } = view;
  if (check === null) return { problem: NO_PROBE };
  if (check.content === null) return { problem: `${CHECK_FILE} has errors. Correct it, then run again.` };
  const { state, settle } = check.content;
  if (state === undefined) return { problem: NO_PROBE };
  if ('command' in state && !options.confirmedCommands.has(state.command))
    return {
      problem: `The command ${JSON.stringify(state.command)} of ${CHECK_FILE} was not confirmed on this machine. ${HOW_TO_CONFIRM}`,
    };
  try {
    return await openSource(state, { settle, folder: view.folder }, options);
  } catch (error) {
    if (!(error instanceof PostbenchError)) throw error;
    return { problem: `${error.message} ${error.remedy}` };
  }
}

async function openSource(
  state: StateConfig,
  { settle, folder }: Omit<GivenRecords, 'state'>,
  { view, secrets, local, certificates, ceiling, signal }: RecordsSourceOptions,
): Promise<RecordsSource> {
  const { sending, placeholders } = view.settings;
  if ('url' in state) await checkTarget(state.url, sending.allowedHosts);
  const trusted = [...certificates, ...sending.certificates];
  const transport = new HttpTransport(
    () => sending.allowedHosts,
    () => trusted,
  );
  const { userAgent } = rulesFor(view, {}).profile;
  const settings = settingsFor('action', {
    declared: placeholders,
    unknown: sending.unknownPlaceholder,
    ...local,
    userAgent,
  });
  const sender = probeSender({
    transport: transport.send,
    secrets,
    workspace: view.folder,
    ceiling: ceiling ?? sending.ceiling,
    signal,
  });
  requireKnownNames(state, '--state', settings);
  const runner = new CommandRunner();
  const maskText = (text: string) => secrets.known().mask(mask(text));
  const probe = probeOf(state, settings, sender, folder, maskText, runner);
  const isResponse = 'response' in state;
  return {
    words: isResponse ? 'the response to the postback' : (probe?.words ?? ''),
    probe,
    inResponse: isResponse ? lookOf : undefined,
    given: givenOf(state),
    byAction: isResponse || namesAction(state),
    settle,
    close: async () => {
      await runner.end();
      await transport.close();
    },
  };
}

/** Placeholders whose value belongs to one action; a click or a user may have several. */
const OF_ACTION: ReadonlySet<string> = new Set(['ActionId', 'Oid']);

function namesAction(state: Exclude<StateConfig, { response: true }>): boolean {
  const texts = 'command' in state ? [state.command] : [state.url, state.body ?? ''];
  return texts.flatMap(placeholderNames).some((name) => OF_ACTION.has(name));
}

import { type CheckConfig, writtenConfig } from '../../../../shared/checks/config.ts';
import type { CheckReport } from '../../../../shared/checks/report.ts';
import { freeName } from '../../../../shared/workspace/names.ts';
import { client } from '../../../state/connection.ts';
import { takePostback, useWorkspace } from '../../../state/workspace.ts';
import { showRun, useChecksView } from '../checks-view.ts';
import { change, configOf, saved, useSetup } from './setup-draft.ts';
import { PASTED_NAME, type SetupTarget } from './useSetupTarget.ts';

/**
 * The configuration that the draft describes. A pasted request that a URL cannot hold becomes a disabled postback of the
 * workspace first. Rejects with what the engine says.
 */
export async function makeConfig({ postback, isUrl }: SetupTarget): Promise<CheckConfig> {
  const draft = useSetup.getState();
  const file = useWorkspace.getState().view?.check?.content ?? null;
  const { secretHeaders } = draft;
  const at =
    draft.at.trim() === ''
      ? {}
      : { at: draft.at.trim(), ...(secretHeaders === null ? {} : { secretHeaders }) };
  if (draft.source === 'postback') return configOf(draft, { postback: draft.file ?? undefined, ...at }, file);
  if (isUrl || postback === null) return configOf(draft, { to: postback?.url }, file);
  const others = (useWorkspace.getState().view?.postbacks ?? []).flatMap(
    ({ content }) => content?.name ?? [],
  );
  const name = freeName(PASTED_NAME, others);
  const made = await client.workspace.createPostback({ name, postback: { ...postback, name } });
  takePostback(made);
  change({ source: 'postback', file: made.file });
  return configOf(useSetup.getState(), { postback: made.file }, file);
}

/** Plays only the first look, and returns what it found; nothing of it is kept. */
export function tryLook(config: CheckConfig): Promise<CheckReport> {
  return client.checks.look({ config: writtenConfig(config) });
}

/** Writes check.yaml; returns what the draft describes. */
export async function saveConfig(target: SetupTarget): Promise<CheckConfig> {
  const config = await makeConfig(target);
  const { config: written } = await client.checks.saveSetup({ config: writtenConfig(config) });
  saved(written);
  return config;
}

/** Writes check.yaml, starts the run and shows it. */
export async function startChecks(target: SetupTarget): Promise<void> {
  const config = await saveConfig(target);
  await client.checks.start({ config: writtenConfig(config), only: [], explore: config.explore ?? 0 });
  change({ step: 'where', mine: false });
  useChecksView.setState({ selected: null });
  showRun(null);
}

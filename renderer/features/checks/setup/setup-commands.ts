import { type CheckConfig, writtenConfig } from '../../../../shared/checks/config.ts';
import type { CheckReport } from '../../../../shared/checks/report.ts';
import type { ChecksState } from '../../../../shared/contract/checks.ts';
import { freeName } from '../../../../shared/workspace/names.ts';
import { useChecks } from '../../../state/checks.ts';
import { client } from '../../../state/connection.ts';
import { takePostback, useWorkspace } from '../../../state/workspace.ts';
import { showRun, useChecksView } from '../checks-view.ts';
import { change, configOf, useSetup } from './setup-draft.ts';
import { PASTED_NAME, type SetupTarget } from './useSetupTarget.ts';

/**
 * The configuration that the draft describes. A pasted request that a URL cannot hold becomes a disabled postback of the
 * workspace first. Rejects with what the engine says.
 */
export async function makeConfig({ postback, isUrl }: SetupTarget): Promise<CheckConfig> {
  const draft = useSetup.getState();
  const file = useWorkspace.getState().view?.check?.content ?? null;
  const at = draft.at.trim() === '' ? {} : { at: draft.at.trim() };
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

/** Resolves with the first state of the checks that fulfils a condition. */
function whenChecks(fulfils: (state: ChecksState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const { state } = useChecks.getState();
      if (state === null || !fulfils(state)) return false;
      resolve();
      return true;
    };
    if (look()) return;
    const stop = useChecks.subscribe(() => {
      if (look()) stop();
    });
  });
}

/** Plays only the first look, and returns what it found; the run that it takes is not kept. */
export async function tryLook(config: CheckConfig): Promise<CheckReport> {
  const { id } = await client.checks.start({
    config: writtenConfig(config),
    only: [],
    explore: 0,
    ask: true,
  });
  const isOver = ({ current, runs }: ChecksState) =>
    current?.id !== id && runs.some((run) => run.id === id && run.state !== 'running');
  await whenChecks((state) => isOver(state) || (state.current?.id === id && state.current.asks));
  const report = await client.checks.report({ id });
  await client.checks.proceed({ id, go: false });
  await whenChecks(isOver);
  await client.checks.remove({ id });
  return report;
}

/** Writes check.yaml; returns what it says then. */
export async function saveConfig(target: SetupTarget): Promise<CheckConfig> {
  const config = await makeConfig(target);
  await client.checks.saveSetup({ config: writtenConfig(config) });
  return config;
}

/** Writes check.yaml, starts the run and shows it. */
export async function startRun(target: SetupTarget): Promise<void> {
  const config = await saveConfig(target);
  await client.checks.start({ config: writtenConfig(config), only: [], explore: config.explore ?? 0 });
  change({ step: 'where', mine: false });
  useChecksView.setState({ selected: null });
  showRun(null);
}

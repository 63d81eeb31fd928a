import { writtenConfig } from '../../../shared/checks/config.ts';
import type { CheckReport } from '../../../shared/checks/report.ts';
import type { ReportFormat } from '../../../shared/checks/reports/export-report.ts';
import { saveFile } from '../../lib/save-file.ts';
import { confirm } from '../../state/confirm.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify } from '../../state/notify.ts';
import { openCapture, openScenario } from '../../state/ui.ts';
import { showRun, useChecksView } from './checks-view.ts';
import type { RequestPlace } from './RequestDetail.tsx';
import { LIVES } from './setup/setup-draft.ts';

/** Starts the checks that check.yaml describes, all of them or those named, and shows the run. */
export async function runAgain(only: readonly string[] = [], seed?: number): Promise<void> {
  await attempt(async () => {
    const { config, problem } = await client.checks.setup();
    if (config === null) {
      if (problem !== '') notify.say(problem);
      useChecksView.setState({ page: 'setup' });
      return;
    }
    const explores = only.length === 0 || only.includes('exploration');
    await client.checks.start({
      config: writtenConfig(config),
      only: [...only],
      explore: explores ? (config.explore ?? LIVES) : 0,
      ...(seed === undefined ? {} : { seed }),
    });
    showRun(null);
  });
}

/** What names a check to play again: its id, or its category where it came from random lives. */
export function nameOf({ id, category }: CheckReport['checks'][number]): string {
  return category === 'exploration' ? 'exploration' : id;
}

/** Plays the failed checks of a run again; with the same seed, so that random lives are the same. */
export async function rerunFailed({ checks, seed }: CheckReport): Promise<void> {
  const failed = checks.filter(({ verdict }) => verdict === 'fail').map(nameOf);
  if (failed.length > 0) await runAgain([...new Set(failed)], seed);
}

/** Cancels a run; what it found is kept. */
export async function cancelRun(id: number): Promise<void> {
  await attempt(() => client.checks.cancel({ id }));
}

/** Goes on with a run that was cancelled or broke off; what was judged in it stays. */
export async function resumeRun(id: number): Promise<void> {
  await attempt(async () => {
    await client.checks.resume({ id });
    showRun(null);
  });
}

/** Writes a story of a check into the workspace, and shows it in the Simulator, ready to run. */
export async function openInSimulator(
  id: number,
  check: { id: string; title: string },
  evidence: number,
): Promise<void> {
  await attempt(async () => {
    const { file } = await client.checks.saveScenario({ id, check: check.id, evidence, name: check.title });
    openScenario(file);
    notify.say(`Saved as ${file}. Run it here, or with postbench run.`);
  });
}

/** Shows the capture of a request that went to the local receiver. */
export async function openInReceiver(place: RequestPlace): Promise<void> {
  await attempt(async () => {
    const { captureId } = await client.checks.capture(place);
    if (captureId === null) notify.say('This request is no longer in the Receiver: its capture was removed.');
    else openCapture(captureId);
  });
}

/** Saves the report of a run as a file. */
export async function exportRun(id: number, format: ReportFormat): Promise<void> {
  await attempt(async () => {
    const { name, text } = await client.checks.export({ id, format });
    saveFile(name, text);
  });
}

/** Asks, and then removes a run. */
export async function removeRun(id: number, runId: number): Promise<void> {
  const sure = await confirm({
    title: `Remove run ${runId}?`,
    body: 'Its report is removed from this machine. What the run wrote to your receiver stays there.',
    confirm: 'Remove run',
    danger: true,
  });
  if (!sure) return;
  await attempt(async () => {
    await client.checks.remove({ id });
    useChecksView.setState({ selected: null });
    showRun(null);
  });
}

/** What was written to the receiver, as CSV. */
export function writtenCsv({ created }: Pick<CheckReport, 'created'>): string {
  const rows = created.map(({ actionId, orderId }) => `${actionId},${orderId}`);
  return `${['ActionId,Oid', ...rows].join('\r\n')}\r\n`;
}

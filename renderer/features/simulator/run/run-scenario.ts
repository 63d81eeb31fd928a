import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { useRunOptions } from '../../../state/run-options.ts';
import { startRun } from '../../../state/start-run.ts';
import { chooseMode, select } from '../../../state/ui.ts';
import { NO_SELECTION } from '../multi-selection.ts';
import { reportError } from '../report-error.ts';
import { chooseFilter, useSimulator } from '../simulator-view.ts';

/** Runs a scenario and shows the run. */
export async function runScenario(file: string): Promise<void> {
  try {
    if (!(await startRun(file))) return;
    useRunOptions.setState({ refusedHost: null });
    chooseFilter('run');
    useSimulator.setState({ runId: null, step: null, attemptId: null, ...NO_SELECTION });
    // By hand, the newest action of the run is shown.
    select({ actionKey: null, event: null, deliveryId: null });
    chooseMode('run');
  } catch (error) {
    reportError(error);
  }
}

export function cancelRun(runId: number): void {
  void attempt(() => client.activity.cancelRun({ runId }));
}

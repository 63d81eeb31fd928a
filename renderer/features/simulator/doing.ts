import type { ActionView } from '../../../shared/contract/activity.ts';
import { confirm } from '../../components/confirm.tsx';
import { counted } from '../../components/format.ts';
import { useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify, problemOf } from '../../state/errors.ts';
import { select } from '../../state/ui.ts';
import { takeWorkspace } from '../../state/workspace.ts';
import { hostOf, seedOf } from './run-options.ts';
import { lacksTo, toOf, useSimulator } from './store.ts';

/** Shows an error; a host that is not allowed gets a button that allows it. */
export function report(error: unknown): void {
  const to = toOf(useSimulator.getState());
  const host = to === undefined ? null : hostOf(to);
  if (problemOf(error).code === 'PB_HOST_NOT_ALLOWED' && host !== null) {
    useSimulator.setState({ refusedHost: host, dialog: null });
  } else notify.error(error);
}

/** Asks, and then lets the workspace send to a host outside this machine. */
export async function allowHost(host: string): Promise<void> {
  const sure = await confirm({
    title: `Allow ${host}?`,
    body: `Postbacks of this workspace may then leave this machine for ${host}. It is added to allowedHosts in postbench.yaml.`,
    confirm: `Allow ${host}`,
  });
  if (!sure) return;
  await attempt(async () => {
    takeWorkspace(await client.workspace.allowHost({ host }));
    useSimulator.setState({ refusedHost: null });
    notify.say(`${host} is allowed in this workspace.`);
  });
}

/** Leads to the field for the URL while it is empty; true when it is. */
function asksForTo(): boolean {
  if (!lacksTo(useSimulator.getState())) return false;
  notify.say('Write the URL of your receiver first, or choose the local receiver.');
  document.getElementById('simulator-to-url')?.focus();
  return true;
}

let starting = false;

/** Runs a scenario and shows the run. A second call while one starts does nothing. */
export async function runScenario(file: string): Promise<void> {
  const state = useSimulator.getState();
  const seed = seedOf(state.seed);
  if (starting || seed === null || asksForTo()) return;
  starting = true;
  try {
    const to = toOf(state);
    await client.activity.run({
      file,
      ...(to === undefined ? {} : { to }),
      ...(seed === undefined ? {} : { seed }),
    });
    useSimulator.setState({ runId: null, step: null, filter: 'run', refusedHost: null });
    select({ deliveryId: null });
  } catch (error) {
    report(error);
  } finally {
    starting = false;
  }
}

export function cancelRun(runId: number): void {
  void attempt(() => client.activity.cancelRun({ runId }));
}

export function cancelDelivery(id: number): void {
  void attempt(() => client.activity.cancelDeliveries({ ids: [id] }));
}

/** Gives an action its last values back; there is nothing to fill in. */
export async function restoreAction(key: number): Promise<void> {
  if (asksForTo()) return;
  try {
    await byHand((to) => client.activity.restore({ key, ...to }));
  } catch (error) {
    report(error);
  }
}

/** Gives a step by hand to the engine, and then shows its action and what it fires. */
export async function byHand(step: (to: { to?: string }) => Promise<ActionView>): Promise<void> {
  const to = toOf(useSimulator.getState());
  const after = useActivity.getState().deliveryIds.at(-1) ?? 0;
  const { key } = await step(to === undefined ? {} : { to });
  useSimulator.setState({
    dialog: null,
    filter: 'action',
    refusedHost: null,
    awaited: { actionKey: key, after },
  });
  select({ actionKey: key, deliveryId: null });
}

/** Asks, and then removes all actions and deliveries. */
export async function clearActivity(): Promise<void> {
  const { actionKeys, deliveryIds } = useActivity.getState();
  const what = `${counted(actionKeys.length, 'action')} and ${counted(deliveryIds.length, 'delivery', 'deliveries')}`;
  const sure = await confirm({
    title: 'Clear the simulator?',
    body: `${what} are removed with their attempts; this cannot be undone. Captures stay.`,
    confirm: 'Clear',
    danger: true,
  });
  if (!sure) return;
  await attempt(async () => {
    await client.activity.clear();
    select({ actionKey: null, deliveryId: null });
    useSimulator.setState({ runId: null, step: null });
  });
}

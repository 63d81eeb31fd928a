import type { ActionView } from '../../../shared/contract/activity.ts';
import type { InquiryView } from '../../../shared/contract/world.ts';
import type { Transition } from '../../../shared/domain/action.ts';
import { confirm } from '../../components/confirm.tsx';
import { counted } from '../../components/format.ts';
import { type About, useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { attempt, notify, problemOf } from '../../state/errors.ts';
import { NOTHING_CHOSEN, select } from '../../state/ui.ts';
import { takeWorkspace } from '../../state/workspace.ts';
import { NONE_PICKED } from './picking.ts';
import { hostOf, seedOf } from './run-options.ts';
import { lacksTo, toOf, useSimulator } from './store.ts';
import { takeAction } from './useActionView.ts';

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
    useSimulator.setState({
      runId: null,
      step: null,
      filter: 'run',
      refusedHost: null,
      attemptId: null,
      ...NONE_PICKED,
    });
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

/** Steps that need nothing filled in. */
const AT_ONCE: Record<
  Exclude<Transition, 'modify' | 'reverse'>,
  (input: { key: number; to?: string }) => Promise<ActionView>
> = {
  restore: (input) => client.activity.restore(input),
  reset: (input) => client.activity.reset(input),
  approve: (input) => client.activity.approve(input),
  clear: (input) => client.activity.clear(input),
};

/** Does one thing to an action, or opens the dialog that it needs. Errors are shown. */
export function doStep(key: number, transition: Transition): void {
  if (transition === 'modify' || transition === 'reverse') {
    useSimulator.setState({ dialog: transition });
    return;
  }
  if (asksForTo()) return;
  actionByHand((to) => AT_ONCE[transition]({ key, ...to })).catch(report);
}

type To = { to?: string };

/** Gives a step by hand to the engine, and then shows what it is about and the deliveries that it fires. */
async function byHand<T>(step: (to: To) => Promise<T>, aboutOf: (result: T) => About | null): Promise<void> {
  const to = toOf(useSimulator.getState());
  const after = useActivity.getState().deliveryIds.at(-1) ?? 0;
  const about = aboutOf(await step(to === undefined ? {} : { to }));
  useSimulator.setState({
    dialog: null,
    filter: about === null ? 'all' : 'action',
    refusedHost: null,
    awaited: about === null ? null : { about, after },
  });
  select({ deliveryId: null });
}

/** A step about an action: the one that it answers with is selected. */
export function actionByHand(step: (to: To) => Promise<ActionView>): Promise<void> {
  return byHand(step, (view) => {
    takeAction(view);
    select({ actionKey: view.key, world: 'actions' });
    return { subject: 'action', key: view.key };
  });
}

/** A step about an inquiry: the one that it answers with is selected. */
export function inquiryByHand(step: (to: To) => Promise<InquiryView>): Promise<void> {
  return byHand(step, ({ key }) => {
    select({ inquiryKey: key, world: 'inquiries' });
    return { subject: 'inquiry', key };
  });
}

/** A step about items of a catalog; `said` tells what became of them. */
export function itemsByHand<T>(step: (to: To) => Promise<T>, said: (result: T) => string): Promise<void> {
  return byHand(step, (result) => {
    notify.say(said(result));
    return null;
  });
}

/** Asks, and then removes all actions and deliveries. */
export async function clearActivity(): Promise<void> {
  const { actionKeys, deliveryIds } = useActivity.getState();
  const what = `${counted(actionKeys.length, 'action')} and ${counted(deliveryIds.length, 'delivery', 'deliveries')}`;
  const sure = await confirm({
    title: 'Clear the simulator?',
    body: `${what} are removed with their attempts, and with them clicks, inquiries and changes of catalogs; this cannot be undone. Captures stay.`,
    confirm: 'Clear',
    danger: true,
  });
  if (!sure) return;
  await attempt(async () => {
    await client.activity.clearAll();
    select(NOTHING_CHOSEN);
    useSimulator.setState({ runId: null, step: null, attemptId: null, ...NONE_PICKED });
  });
}

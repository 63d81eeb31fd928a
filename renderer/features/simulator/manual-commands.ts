import type { ActionView } from '../../../shared/contract/activity.ts';
import type { InquiryView } from '../../../shared/contract/world.ts';
import type { SendTo } from '../../../shared/delivery/send-to.ts';
import type { Transition } from '../../../shared/domain/action.ts';
import { client } from '../../state/connection.ts';
import { notify } from '../../state/notify.ts';
import { toOf, useRunOptions } from '../../state/run-options.ts';
import { asksForTo } from '../../state/send-to.ts';
import { chooseMode, select } from '../../state/ui.ts';
import { reportError } from './report-error.ts';
import { chooseFilter, useSimulator } from './simulator-view.ts';
import { takeAction } from './useActionView.ts';

/** Steps that need nothing filled in. */
const AT_ONCE: Record<
  Exclude<Transition, 'modify' | 'reverse'>,
  (input: { key: number; to?: SendTo }) => Promise<ActionView>
> = {
  restore: (input) => client.activity.restore(input),
  reset: (input) => client.activity.reset(input),
  approve: (input) => client.activity.approve(input),
  clear: (input) => client.activity.clear(input),
};

/** Does one thing to an action, or opens the dialog that it needs. Errors are shown. */
export function applyTransition(key: number, transition: Transition): void {
  if (transition === 'modify' || transition === 'reverse') {
    useSimulator.setState({ dialog: transition });
    return;
  }
  if (asksForTo()) return;
  runActionStep((to) => AT_ONCE[transition]({ key, ...to })).catch(reportError);
}

type To = { to?: SendTo };

/** Gives a step by hand to the engine, and then shows what it is about: its latest event, and what is sent for it. */
async function runStep<T>(step: (to: To) => Promise<T>, show: (result: T) => void): Promise<void> {
  const to = toOf(useRunOptions.getState());
  show(await step(to === undefined ? {} : { to }));
  useRunOptions.setState({ refusedHost: null });
  chooseFilter('all');
  useSimulator.setState({ dialog: null, attemptId: null });
  select({ event: null, deliveryId: null });
  chooseMode('hand');
}

/** A step about an action: the one that it answers with is selected. */
export function runActionStep(step: (to: To) => Promise<ActionView>): Promise<void> {
  return runStep(step, (view) => {
    takeAction(view);
    select({ actionKey: view.key, world: 'actions' });
  });
}

/** A step about an inquiry: the one that it answers with is selected. */
export function runInquiryStep(step: (to: To) => Promise<InquiryView>): Promise<void> {
  return runStep(step, ({ key }) => {
    select({ inquiryKey: key, world: 'inquiries' });
  });
}

/** A step about items of a catalog; `said` tells what became of them. */
export function runItemsStep<T>(step: (to: To) => Promise<T>, said: (result: T) => string): Promise<void> {
  return runStep(step, (result) => {
    notify.say(said(result));
    select({ world: 'catalogs' });
  });
}

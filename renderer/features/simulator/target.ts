import { problemOf } from '../../lib/problem.ts';
import { notify } from '../../state/notify.ts';
import { hostOf } from './run-options.ts';
import { lacksTo, toOf, useSimulator } from './simulator-view.ts';

/** Shows an error; a host that is not allowed gets a button that allows it. */
export function reportError(error: unknown): void {
  const to = toOf(useSimulator.getState());
  const host = to === undefined ? null : hostOf(to);
  if (problemOf(error).code === 'PB_HOST_NOT_ALLOWED' && host !== null) {
    useSimulator.setState({ refusedHost: host, dialog: null });
  } else notify.error(error);
}

/** Leads to the field for the URL while it is empty; true when it is. */
export function asksForTo(): boolean {
  if (!lacksTo(useSimulator.getState())) return false;
  notify.say('Enter your receiver’s URL first, or select the local receiver.');
  document.getElementById('simulator-to-url')?.focus();
  return true;
}

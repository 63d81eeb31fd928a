import { problemOf } from '../../lib/problem.ts';
import { notify } from '../../state/notify.ts';
import { hostOf, toOf, useRunOptions } from '../../state/run-options.ts';
import { useSimulator } from './simulator-view.ts';

/** Shows an error; a host that is not allowed gets a button that allows it. */
export function reportError(error: unknown): void {
  const to = toOf(useRunOptions.getState());
  const host = to === undefined ? null : hostOf(typeof to === 'string' ? to : to.at);
  if (problemOf(error).code === 'PB_HOST_NOT_ALLOWED' && host !== null) {
    useRunOptions.setState({ refusedHost: host });
    useSimulator.setState({ dialog: null });
  } else notify.error(error);
}

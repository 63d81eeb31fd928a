import type { DeliveryState } from '../../shared/delivery/outcome.ts';
import { counted } from '../lib/format.ts';
import { client } from './connection.ts';
import { attempt, notify } from './notify.ts';

const CANCELLABLE: ReadonlySet<DeliveryState> = new Set(['waiting', 'in-flight']);
const RETRIABLE: ReadonlySet<DeliveryState> = new Set(['waiting', 'given-up', 'cancelled']);

export const canCancel = (state: DeliveryState): boolean => CANCELLABLE.has(state);
export const canRetry = (state: DeliveryState): boolean => RETRIABLE.has(state);

const deliveries = (count: number) => counted(count, 'delivery', 'deliveries');

/** Says what was done where not every delivery could follow, or why nothing was. */
function said(done: string, changed: number, asked: number, nothing: string): void {
  const rest = asked - changed;
  const unchanged = rest > 0 ? ` ${deliveries(rest)} unchanged.` : '';
  notify.say(changed === 0 ? nothing : `${deliveries(changed)} ${done}.${unchanged}`);
}

/** Stops the deliveries that are not at their end. */
export function cancelDeliveries(ids: readonly number[]): void {
  if (ids.length === 0) return;
  void attempt(async () => {
    const { changed } = await client.activity.cancelDeliveries({ ids: [...ids] });
    said('cancelled', changed, ids.length, 'Nothing to cancel: these deliveries have already finished.');
  });
}

/** Tries deliveries again at once: those that wait, were given up or cancelled. */
export function retryDeliveries(ids: readonly number[]): void {
  if (ids.length === 0) return;
  void attempt(async () => {
    const { changed } = await client.activity.retryDeliveries({ ids: [...ids] });
    said('due now', changed, ids.length, 'Nothing to retry: these deliveries are delivered or in flight.');
  });
}

/** Tries everything again that was given up, of one run or of all. */
export function retryFailed(runId: number | undefined): void {
  void attempt(async () => {
    const { changed } = await client.activity.retryFailed(runId === undefined ? {} : { runId });
    notify.say(changed === 0 ? 'There are no failed deliveries.' : `${deliveries(changed)} due now.`);
  });
}

/** Lets a postback fire again that its profile switched off; what was given up meanwhile stays so. */
export function switchOn(file: string): void {
  void attempt(async () => {
    await client.activity.switchOn({ file });
    notify.say(
      'The postback fires again from now on. Deliveries that were given up can be retried from the list.',
    );
  });
}

const SAID = {
  announce: 'Maintenance announced.',
  start: 'Maintenance started: no new attempts are sent.',
  end: 'Maintenance ended: waiting postbacks are sent now, within the rate limit.',
} as const;

/** Announces, starts or ends maintenance on the clock that is shown. */
export function maintain(what: keyof typeof SAID): void {
  void attempt(async () => {
    await client.activity.maintenance({ do: what });
    notify.say(SAID[what]);
  });
}

import type { DeliveryState } from '../../shared/delivery/outcome.ts';
import { counted } from '../lib/format.ts';
import { useActivity } from './activity.ts';
import { client } from './connection.ts';
import { attempt, notify } from './notify.ts';

const CANCELLABLE: ReadonlySet<DeliveryState> = new Set(['waiting', 'in-flight']);
const RETRIABLE: ReadonlySet<DeliveryState> = new Set(['waiting', 'given-up', 'cancelled']);

export const canCancel = (state: DeliveryState): boolean => CANCELLABLE.has(state);
export const canRetry = (state: DeliveryState): boolean => RETRIABLE.has(state);

const deliveries = (count: number) => counted(count, 'delivery', 'deliveries');

function which(ids: readonly number[], can: (state: DeliveryState) => boolean): number[] {
  const rows = useActivity.getState().deliveries;
  return ids.filter((id) => {
    const delivery = rows.get(id);
    return delivery !== undefined && can(delivery.state);
  });
}

/** What became of an order that not every delivery could follow. */
function said(done: string, changed: number, asked: number): void {
  const rest = asked - changed;
  notify.say(`${deliveries(changed)} ${done}.${rest > 0 ? ` ${deliveries(rest)} unchanged.` : ''}`);
}

/** Stops the deliveries that are not at their end. */
export function cancelDeliveries(ids: readonly number[]): void {
  const open = which(ids, canCancel);
  if (open.length === 0) {
    notify.say('Nothing to cancel: these deliveries have already finished.');
    return;
  }
  void attempt(async () => {
    const { changed } = await client.activity.cancelDeliveries({ ids: open });
    said('cancelled', changed, ids.length);
  });
}

/** Tries deliveries again at once: those that wait, were given up or cancelled. */
export function retryDeliveries(ids: readonly number[]): void {
  const able = which(ids, canRetry);
  if (able.length === 0) {
    notify.say('Nothing to retry: these deliveries are delivered or in flight.');
    return;
  }
  void attempt(async () => {
    const { changed } = await client.activity.retryDeliveries({ ids: able });
    said('due now', changed, ids.length);
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

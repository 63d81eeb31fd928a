import { type Destination, destinationsOf } from '../../../../shared/delivery/destination.ts';
import { isReported } from '../../../../shared/delivery/fired-postbacks.ts';
import { firedTo } from '../../../../shared/delivery/send-to.ts';
import type { Action } from '../../../../shared/domain/action.ts';
import { eventLabel, kindOfEvent, type WorldEvent } from '../../../../shared/domain/world-event.ts';
import { useLocalAddresses } from '../../../state/engine.ts';
import { useSendTo } from '../../../state/run-options.ts';
import { sourcesOf } from '../../../state/send-to.ts';
import { useWorkspace } from '../../../state/workspace.ts';

const NO_SWITCHES = { approvalFires: false };

/** Why an event has no deliveries, and whether the user can change that in Templates. */
export function useWhyNothingSent(event: WorldEvent): { sentence: string; mended: boolean } {
  const sending = useWorkspace(({ view }) => view?.settings.sending);
  const label = eventLabel(event);
  if (!isReported(event, sending ?? NO_SWITCHES))
    return { sentence: `The platform sends no postback for ${label}.`, mended: false };
  const kind = kindOfEvent(event);
  const what = kind === 'action' ? '' : ` of the kind “${kind}”`;
  return {
    sentence: `No enabled postback${what} fired for ${label} at that time.`,
    mended: true,
  };
}

/** Tells where the postbacks go that an event of an action would fire now. */
export function useFiredDestinations({
  program,
  eventType,
}: Pick<Action, 'program' | 'eventType'>): (event: WorldEvent) => Destination[] {
  const view = useWorkspace((state) => state.view);
  const to = useSendTo();
  const local = useLocalAddresses();
  return (event) => {
    if (view === null) return [];
    const trigger = { event, programId: program.id, eventTypeId: eventType.id };
    return destinationsOf(firedTo(trigger, sourcesOf(view), to, view.settings.sending), local);
  };
}

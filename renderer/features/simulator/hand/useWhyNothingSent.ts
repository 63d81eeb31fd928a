import { fires, isReported } from '../../../../shared/delivery/fired-postbacks.ts';
import type { Action } from '../../../../shared/domain/action.ts';
import { eventLabel, kindOfEvent, type WorldEvent } from '../../../../shared/domain/world-event.ts';
import { toOf, useRunOptions } from '../../../state/run-options.ts';
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

/** Tells how many postbacks an event of an action would fire now. */
export function useFiredCount({
  program,
  eventType,
}: Pick<Action, 'program' | 'eventType'>): (event: WorldEvent) => number {
  const view = useWorkspace((state) => state.view);
  const to = useRunOptions(toOf);
  return (event) => {
    if (view === null) return 0;
    const postbacks = view.postbacks.flatMap(({ content }) => (content === null ? [] : [content]));
    const trigger = { event, programId: program.id, eventTypeId: eventType.id };
    const fired = postbacks.filter((postback) => fires(trigger, postback, view.settings.sending)).length;
    // A receiver of the user's own is sent life-cycle events even where no postback is enabled.
    const own = to !== undefined && !postbacks.some(({ kind, enabled }) => kind === 'action' && enabled);
    return own && kindOfEvent(event) === 'action' && isReported(event, view.settings.sending) ? 1 : fired;
  };
}

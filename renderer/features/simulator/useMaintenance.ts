import type { MaintenanceView } from '../../../shared/contract/activity.ts';
import { useActivity } from '../../state/activity.ts';
import { useClock } from '../../state/clock.ts';

export type MaintenanceState = 'none' | 'announced' | 'on';

/** What can be ordered, and in which states. */
export const MAINTENANCE: readonly {
  what: 'announce' | 'start' | 'end';
  title: string;
  when: readonly MaintenanceState[];
}[] = [
  { what: 'announce', title: 'Announce maintenance', when: ['none'] },
  { what: 'start', title: 'Start maintenance', when: ['none', 'announced'] },
  { what: 'end', title: 'End maintenance', when: ['announced', 'on'] },
];

/** How maintenance stands on the clock that is shown, and the span that says so. */
export function useMaintenance(): { state: MaintenanceState; view: MaintenanceView | undefined } {
  const clockOf = useClock(({ view }) => view?.runId ?? null);
  const view = useActivity(({ maintenance }) => {
    let latest: MaintenanceView | undefined;
    for (const one of maintenance.values()) if (one.runId === clockOf && one.endedAt === null) latest = one;
    return latest;
  });
  if (view === undefined) return { state: 'none', view };
  return { state: view.startedAt === null ? 'announced' : 'on', view };
}

import { useMemo } from 'react';
import { useActivity } from '../../../state/activity.ts';
import { hasMark, type Overview, overviewOf } from './overview.ts';
import { useTimeline } from './timeline-view.ts';

/** The deliveries that the legend leaves, and the overview of all that are listed. */
export function useListed(ids: readonly number[]): { shown: readonly number[]; overview: Overview } {
  const deliveries = useActivity((state) => state.deliveries);
  const only = useTimeline((state) => state.only);
  const overview = useMemo(() => overviewOf(ids, deliveries), [ids, deliveries]);
  const shown = useMemo(
    () => (only.size === 0 ? ids : ids.filter((id) => hasMark(deliveries.get(id)!, only))),
    [ids, deliveries, only],
  );
  return { shown, overview };
}

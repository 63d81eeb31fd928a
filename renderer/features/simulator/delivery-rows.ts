import type { DeliveryView } from '../../../shared/contract/activity.ts';
import type { About } from '../../state/activity.ts';
import type { DeliveryFilter } from './simulator-view.ts';

/** Which deliveries are listed, in the engine's words. */
export interface Which {
  run?: number;
  subject?: DeliveryView['subject'];
  key?: number;
}

/** The deliveries of a filter; null where there is nothing to list any of. */
export function whichOf(
  filter: DeliveryFilter,
  runId: number | undefined,
  about: About | null,
): Which | null {
  switch (filter) {
    case 'all':
      return {};
    case 'run':
      return runId === undefined ? null : { run: runId };
    case 'action':
      return about;
  }
}

/** Whether the listed deliveries hold one that is to be shown. */
export function inFilter(
  delivery: DeliveryView,
  filter: DeliveryFilter,
  runId: number | undefined,
  about: About | null,
): boolean {
  const which = whichOf(filter, runId, about);
  if (which === null) return false;
  const { run, subject, key } = which;
  return (
    (run === undefined || delivery.runId === run) &&
    (subject === undefined || delivery.subject === subject) &&
    (key === undefined || delivery.subjectKey === key)
  );
}

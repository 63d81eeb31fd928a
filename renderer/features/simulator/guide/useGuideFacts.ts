import { useMemo } from 'react';
import { aboutKey, useActivity } from '../../../state/activity.ts';
import { factsOf, type GuideFacts } from './guide.ts';
import { useGuide } from './guide-progress.ts';

/** What is known of the guided test conversion now. */
export function useGuideFacts(): GuideFacts {
  const start = useGuide((state) => state.start);
  const clicks = useActivity((state) => state.clicks);
  const actions = useActivity((state) => state.actions);
  const deliveries = useActivity((state) => state.deliveries);
  const clickKeys = useActivity((state) => state.clickKeys);
  const actionKeys = useActivity((state) => state.actionKeys);
  const about = useActivity(({ deliveriesAbout }) => deliveriesAbout);
  return useMemo(
    () =>
      factsOf(start, {
        clicks,
        clickKeys,
        actions,
        actionKeys,
        deliveriesOf: (key) =>
          (about.get(aboutKey({ subject: 'action', key })) ?? []).flatMap((id) => deliveries.get(id) ?? []),
      }),
    [start, clicks, clickKeys, actions, actionKeys, deliveries, about],
  );
}

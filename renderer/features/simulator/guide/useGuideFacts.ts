import { useMemo } from 'react';
import { aboutKey, useActivity } from '../../../state/activity.ts';
import { useFirstClick } from '../links/useClicks.ts';
import { factsOf, type GuideFacts } from './guide.ts';
import { useGuide } from './guide-progress.ts';

/** What is known of the guided test conversion now. */
export function useGuideFacts(): GuideFacts {
  const start = useGuide((state) => state.start);
  const click = useFirstClick(start?.link, start?.afterClick ?? 0);
  const actions = useActivity((state) => state.actions);
  const deliveries = useActivity((state) => state.deliveries);
  const actionKeys = useActivity((state) => state.actionKeys);
  const about = useActivity(({ deliveriesAbout }) => deliveriesAbout);
  return useMemo(
    () =>
      factsOf(start, {
        click,
        actions,
        actionKeys,
        deliveriesOf: (key) =>
          (about.get(aboutKey({ subject: 'action', key })) ?? []).flatMap((id) => deliveries.get(id) ?? []),
      }),
    [start, click, actions, actionKeys, deliveries, about],
  );
}

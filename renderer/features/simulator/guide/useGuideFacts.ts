import { useMemo } from 'react';
import type { ActionRow, DeliveryView } from '../../../../shared/contract/activity.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { useRow } from '../../../state/row.ts';
import { useFirstClick } from '../links/useClicks.ts';
import { factsOf, type GuideFacts } from './guide.ts';
import { useGuide } from './guide-progress.ts';

/** The first action by hand that came after one. */
function useFirstAction(after: number | undefined): ActionRow | undefined {
  const fetch = useMemo(() => {
    if (after === undefined) return null;
    const first = { after, source: 'hand', from: 'oldest', limit: 1 } as const;
    return async () => (await client.activity.actions(first)).rows[0] ?? null;
  }, [after]);
  return useRow(
    fetch,
    useActivity(({ actions }) => actions.change),
  );
}

const NONE: readonly DeliveryView[] = [];

/** The deliveries of an action, the oldest first. */
function useDeliveriesOf(action: number | undefined): readonly DeliveryView[] {
  const fetch = useMemo(() => {
    if (action === undefined) return null;
    const about = { subject: 'action', key: action, from: 'oldest', limit: 100 } as const;
    return async () => (await client.activity.deliveries(about)).rows;
  }, [action]);
  return (
    useRow(
      fetch,
      useActivity(({ deliveries }) => deliveries.change),
    ) ?? NONE
  );
}

/** What is known of the guided test conversion now. */
export function useGuideFacts(): GuideFacts {
  const start = useGuide((state) => state.start);
  const click = useFirstClick(start?.link, start?.afterClick ?? 0);
  const action = useFirstAction(click === undefined ? undefined : start?.afterAction);
  const deliveries = useDeliveriesOf(action?.key);
  return useMemo(() => factsOf(start, { click, action, deliveries }), [start, click, action, deliveries]);
}

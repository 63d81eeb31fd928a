import { useMemo } from 'react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import { useActivity } from '../../state/activity.ts';
import { useUi } from '../../state/ui.ts';
import { useSimulator } from './store.ts';

/** Whether an action has a text in what people know it by. */
export function matchesAction({ action: { id, tracking } }: ActionView, query: string): boolean {
  const { subId1, subId2, subId3, sharedId, orderId } = tracking;
  return [id, subId1, subId2, subId3, sharedId, orderId].some((text) => text.toLowerCase().includes(query));
}

/** The actions to list, newest first: an order that no change of an action disturbs. */
export function useActionKeys(): readonly number[] {
  const keys = useActivity(({ actionKeys }) => actionKeys);
  const query = useSimulator((state) => state.query.trim().toLowerCase());
  return useMemo(() => {
    const newest = keys.toReversed();
    if (query === '') return newest;
    // What is looked for never changes in an action.
    const { actions } = useActivity.getState();
    return newest.filter((key) => matchesAction(actions.get(key)!, query));
  }, [keys, query]);
}

/** The action that is selected. */
export function useSelectedAction(): ActionView | undefined {
  const key = useUi(({ actionKey }) => actionKey);
  return useActivity(({ actions }) => (key === null ? undefined : actions.get(key)));
}

import { useDeferredValue, useMemo } from 'react';
import { useActivity } from '../../../state/activity.ts';
import { type ListedActions, listActions } from './action-rows.ts';
import { useActionsList } from './actions-view.ts';

/** The actions to list. While many come in, the list follows as the page finds time. */
export function useActions(): ListedActions {
  const actions = useDeferredValue(useActivity((state) => state.actions));
  const keys = useDeferredValue(useActivity(({ actionKeys }) => actionKeys));
  const filter = useDeferredValue(useActionsList((state) => state.filter));
  const sort = useActionsList((state) => state.sort);
  return useMemo(() => listActions(actions, keys, filter, sort), [actions, keys, filter, sort]);
}

import { useMemo } from 'react';
import type { ActionRow } from '../../../../shared/contract/activity.ts';
import type { CurrencyTotal } from '../../../../shared/contract/activity-lists.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { usePlace } from '../../../state/place.ts';
import { useRow } from '../../../state/row.ts';
import { useUi } from '../../../state/ui.ts';
import { useWindowedList, type WindowedRows } from '../../../state/windows.ts';
import { useActionsList } from './actions-view.ts';

const keyOf = ({ key }: ActionRow) => key;
const useChange = () => useActivity(({ actions }) => actions.change);

export interface ActionRows extends WindowedRows<ActionRow> {
  /** The row of the selected one, -1 when it is not listed. */
  selected: number;
}

/** The actions to list, by the filter and the order on screen. */
export function useActions(): ActionRows {
  const filter = useActionsList((state) => state.filter);
  const sort = useActionsList((state) => state.sort);
  const fetch = useMemo(
    () => (at: number, limit: number) => client.activity.actions({ ...filter, sort, at, limit }),
    [filter, sort],
  );
  const change = useChange();
  const list = useWindowedList({ fetch, idOf: keyOf }, change);
  const key = useUi(({ actionKey }) => actionKey);
  const fetchPlace = useMemo(
    () => (key === null ? null : () => client.activity.actionPlace({ ...filter, sort, of: key })),
    [filter, sort, key],
  );
  return { ...list, selected: usePlace(key === null ? undefined : list.places.get(key), fetchPlace, change) };
}

const NO_TOTALS: readonly CurrencyTotal[] = [];

/** What the listed actions come to, in each currency. */
export function useActionTotals(): readonly CurrencyTotal[] {
  const filter = useActionsList((state) => state.filter);
  const fetch = useMemo(() => () => client.activity.actionTotals(filter), [filter]);
  return useRow(fetch, useChange()) ?? NO_TOTALS;
}

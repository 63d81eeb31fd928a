import { useMemo } from 'react';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { usePlace } from '../../../state/place.ts';
import { useRow } from '../../../state/row.ts';
import { useUi } from '../../../state/ui.ts';
import { useWindowedList, type WindowedRows } from '../../../state/windows.ts';

const fetch = (at: number, limit: number) => client.world.clicks({ at, limit });
const keyOf = ({ key }: ClickView) => key;
const useChange = () => useActivity(({ clicks }) => clicks.change);

/** All clicks, newest first, and the row of the selected one: -1 for none. */
export function useClicks(): WindowedRows<ClickView> & { selected: number } {
  const change = useChange();
  const list = useWindowedList({ fetch, idOf: keyOf }, change);
  const key = useUi((state) => state.clickKey);
  const fetchPlace = useMemo(
    // As many stand before it as have come after it.
    () => (key === null ? null : async () => (await client.world.clicks({ after: key, limit: 1 })).total),
    [key],
  );
  return { ...list, selected: usePlace(key === null ? undefined : list.places.get(key), fetchPlace, change) };
}

/** The click that is selected. */
export function useSelectedClick(): ClickView | undefined {
  const key = useUi((state) => state.clickKey);
  const fetchOne = useMemo(
    () => (key === null ? null : async () => (await client.world.clicks({ key, limit: 1 })).rows[0] ?? null),
    [key],
  );
  return useRow(fetchOne, useChange());
}

/** The first click by hand on a link that came after a click. */
export function useFirstClick(link: string | undefined, after: number): ClickView | undefined {
  const fetchFirst = useMemo(
    () =>
      link === undefined
        ? null
        : async () => {
            const which = { link, after, byHand: true, from: 'oldest' } as const;
            return (await client.world.clicks({ ...which, limit: 1 })).rows[0] ?? null;
          },
    [link, after],
  );
  return useRow(fetchFirst, useChange());
}

import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { DeliveryView } from '../../../shared/contract/activity.ts';
import { MARKS, type Mark } from '../../../shared/delivery/mark.ts';
import { useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { usePlace } from '../../state/place.ts';
import { selectedAbout, useUi } from '../../state/ui.ts';
import { useWindowedList, type WindowedRows } from '../../state/windows.ts';
import { type Which, whichOf } from './delivery-rows.ts';
import { useSimulator } from './simulator-view.ts';

/** The deliveries that are listed, as rows: newest first in a list of all, else newest last. */
export interface DeliveryRows extends Pick<WindowedRows<DeliveryView>, 'total' | 'loaded' | 'look' | 'take'> {
  /** Undefined while it is being fetched. */
  rowAt: (index: number) => DeliveryView | undefined;
  /** The row of a delivery, -1 when it is not one of those that are known. */
  rowOf: (id: number) => number;
  /** The row of the selected one, -1 when it is not listed. */
  selected: number;
  newestFirst: boolean;
  /** The ids of all of them, or of those from one to another. */
  ids: (between?: [number, number]) => Promise<readonly number[]>;
}

/** What is listed by the filter on screen. */
export function useWhich(runId: number | undefined): Which | null {
  const filter = useSimulator((state) => state.filter);
  const about = useUi(useShallow(selectedAbout));
  // The same one as long as it means the same, whatever else is selected.
  const name = JSON.stringify(whichOf(filter, runId, about));
  return useMemo(() => JSON.parse(name) as Which | null, [name]);
}

const idOf = ({ id }: DeliveryView) => id;
const NOTHING = { rows: [], total: 0, revision: 0 };

/** Those of a list that have one of these marks, or all of them for none. */
export function useDeliveryRows(which: Which | null, only: ReadonlySet<Mark>): DeliveryRows {
  // A timeline goes on downwards: what is selected stays where it stands while more comes in.
  const newestFirst = useSimulator(({ filter, view }) => filter === 'all' && view === 'list');
  const change = useActivity(({ deliveries }) => deliveries.change);
  const selectedId = useUi(({ deliveryId }) => deliveryId);
  const marks = [...only].join();
  const wanted = useMemo(
    () =>
      which === null ? null : { ...which, marks: MARKS.filter((mark) => marks.split(',').includes(mark)) },
    [which, marks],
  );
  const fetch = useMemo(() => {
    const from = newestFirst ? ('newest' as const) : ('oldest' as const);
    return async (at: number, limit: number) =>
      wanted === null ? NOTHING : client.activity.deliveries({ ...wanted, from, at, limit });
  }, [wanted, newestFirst]);
  const { rows, places, total, loaded, look, take } = useWindowedList({ fetch, idOf }, change);
  const isKnown = useActivity((state) => state.loaded);

  const fetchPlace = useMemo(
    () =>
      wanted === null || selectedId === null
        ? null
        : () => client.activity.deliveryPlace({ ...wanted, id: selectedId }),
    [wanted, selectedId],
  );
  const known = selectedId === null ? undefined : places.get(selectedId);
  const oldestFirst = known === undefined ? undefined : newestFirst ? total - 1 - known : known;
  const place = usePlace(oldestFirst, fetchPlace, change);
  const selected = place === -1 || place >= total ? -1 : newestFirst ? total - 1 - place : place;
  return {
    total,
    loaded: loaded && isKnown,
    look,
    take,
    rowAt: (index) => rows.get(index),
    rowOf: (id) => places.get(id) ?? -1,
    selected,
    newestFirst,
    ids: async (between) =>
      wanted === null
        ? []
        : ((await attempt(() =>
            client.activity.deliveryIds({ ...wanted, ...(between !== undefined && { between }) }),
          )) ?? []),
  };
}

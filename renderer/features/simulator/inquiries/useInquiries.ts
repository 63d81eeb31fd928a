import { useMemo } from 'react';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { usePlace } from '../../../state/place.ts';
import { useRow } from '../../../state/row.ts';
import { useUi } from '../../../state/ui.ts';
import { useWindowedList, type WindowedRows } from '../../../state/windows.ts';

const fetch = (at: number, limit: number) => client.world.inquiries({ at, limit });
const keyOf = ({ key }: InquiryView) => key;

const useChange = () => useActivity(({ inquiries }) => inquiries.change);

/** All inquiries, newest first, and the row of the selected one: -1 for none. */
export function useInquiries(): WindowedRows<InquiryView> & { selected: number } {
  const change = useChange();
  const list = useWindowedList({ fetch, idOf: keyOf }, change);
  const key = useUi((state) => state.inquiryKey);
  const fetchPlace = useMemo(
    // As many stand before it as have come after it.
    () => (key === null ? null : async () => (await client.world.inquiries({ after: key, limit: 1 })).total),
    [key],
  );
  return { ...list, selected: usePlace(key === null ? undefined : list.places.get(key), fetchPlace, change) };
}

/** The inquiry that is selected, as it stands. */
export function useSelectedInquiry(): InquiryView | undefined {
  const key = useUi((state) => state.inquiryKey);
  const fetchOne = useMemo(
    () =>
      key === null ? null : async () => (await client.world.inquiries({ key, limit: 1 })).rows[0] ?? null,
    [key],
  );
  return useRow(fetchOne, useChange());
}

import { useMemo } from 'react';
import type { InquiryView } from '../../../../shared/contract/world.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { useRow } from '../../../state/row.ts';
import { useUi } from '../../../state/ui.ts';
import { useWindowedList, type WindowedRows } from '../../../state/windows.ts';

const fetch = (at: number, limit: number) => client.world.inquiries({ at, limit });
const keyOf = ({ key }: InquiryView) => key;

/** All inquiries, newest first. */
export function useInquiries(): WindowedRows<InquiryView> {
  return useWindowedList(
    { fetch, idOf: keyOf },
    useActivity(({ inquiries }) => inquiries.change),
  );
}

/** The inquiry that is selected, as it stands. */
export function useSelectedInquiry(): InquiryView | undefined {
  const key = useUi((state) => state.inquiryKey);
  const fetchOne = useMemo(
    () =>
      key === null ? null : async () => (await client.world.inquiries({ key, limit: 1 })).rows[0] ?? null,
    [key],
  );
  return useRow(
    fetchOne,
    useActivity(({ inquiries }) => inquiries.change),
  );
}

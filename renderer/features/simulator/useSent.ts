import { useMemo } from 'react';
import type { DeliveryView } from '../../../shared/contract/activity.ts';
import { WINDOW_ROWS } from '../../../shared/contract/window.ts';
import { type About, useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { useRow } from '../../state/row.ts';

/** What was sent about one thing. */
export interface Sent {
  about: About | null;
  /** Its deliveries, the oldest first. */
  rows: readonly DeliveryView[];
  /** False until they are known. */
  loaded: boolean;
}

const NONE: readonly DeliveryView[] = [];

async function readAll(about: About): Promise<readonly DeliveryView[]> {
  const all: DeliveryView[] = [];
  for (;;) {
    const window = { ...about, from: 'oldest', at: all.length, limit: WINDOW_ROWS } as const;
    const { rows, total } = await client.activity.deliveries(window);
    all.push(...rows);
    if (rows.length === 0 || all.length >= total) return all;
  }
}

/** The deliveries about an action, an inquiry or an item, as they stand; none for nothing. */
export function useSent(subject: About['subject'], key: number | null): Sent {
  const about = useMemo(() => (key === null ? null : { subject, key }), [subject, key]);
  const fetch = useMemo(() => (about === null ? null : () => readAll(about)), [about]);
  const rows = useRow(
    fetch,
    useActivity(({ deliveries }) => deliveries.change),
  );
  return { about, rows: rows ?? NONE, loaded: about === null || rows !== undefined };
}

import { useMemo } from 'react';
import type { ActionRow } from '../../shared/contract/activity.ts';
import { useActivity } from './activity.ts';
import { client } from './connection.ts';
import { useRow } from './row.ts';

/** An action as a row of a list, as it stands; undefined for none, until it is known, and once it is gone. */
export function useActionRow(key: number | null): ActionRow | undefined {
  const fetch = useMemo(
    () =>
      key === null ? null : async () => (await client.activity.actions({ key, limit: 1 })).rows[0] ?? null,
    [key],
  );
  return useRow(
    fetch,
    useActivity(({ actions }) => actions.change),
  );
}

import { useMemo } from 'react';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { useRow } from '../../../state/row.ts';

type OnPurpose = Awaited<ReturnType<typeof client.activity.onPurpose>>;

const NOTHING: OnPurpose = [];

/** How many deliveries of a run something was done to on purpose. */
export function useOnPurpose(runId: number | undefined): OnPurpose {
  const fetch = useMemo(
    () => (runId === undefined ? null : () => client.activity.onPurpose({ run: runId })),
    [runId],
  );
  const done = useRow(
    fetch,
    useActivity(({ deliveries }) => deliveries.change),
  );
  return done ?? NOTHING;
}

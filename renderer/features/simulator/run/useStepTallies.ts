import { useMemo } from 'react';
import type { StepTally } from '../../../../shared/delivery/tally.ts';
import { useActivity } from '../../../state/activity.ts';
import { client } from '../../../state/connection.ts';
import { useRow } from '../../../state/row.ts';

const NONE: ReadonlyMap<number, StepTally> = new Map();

/** The tallies of a run's steps, by the index of the step. */
export function useStepTallies(runId: number | undefined): ReadonlyMap<number, StepTally> {
  const fetch = useMemo(
    () => (runId === undefined ? null : () => client.activity.stepTallies({ run: runId })),
    [runId],
  );
  const tallies = useRow(
    fetch,
    useActivity(({ deliveries }) => deliveries.change),
  );
  return useMemo(
    () => (tallies === undefined ? NONE : new Map(tallies.steps.map((tally) => [tally.step, tally]))),
    [tallies],
  );
}

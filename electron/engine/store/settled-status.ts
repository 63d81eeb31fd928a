/** Now on the clocks in force: that of each run in progress, and the one for everything else. */
export interface Clocks {
  now: number;
  /** Numbers of runs in progress, each with its time. */
  runs: readonly (readonly [runId: number, now: number])[];
}

export function timeOn({ now, runs }: Clocks, runId: number | null): number {
  return runs.find(([id]) => id === runId)?.[1] ?? now;
}

/** A part of a statement and the values bound to its question marks. */
export interface Sql {
  text: string;
  values: (string | number)[];
}

/** The time in force for an action. */
export function timeSql({ now, runs }: Clocks): Sql {
  if (runs.length === 0) return { text: '?', values: [now] };
  const cases = runs.map(() => 'WHEN ? THEN ?').join(' ');
  return { text: `CASE run_id ${cases} ELSE ? END`, values: [...runs.flat(), now] };
}

/** The status of an action once its dates have come: the rule of `isLockedBy` in `shared/domain/locking.ts`, in SQL. */
export function statusSql(clocks: Clocks): Sql {
  const time = timeSql(clocks);
  return {
    text: `CASE WHEN status = 'PENDING' AND locking_date <= ${time.text} THEN 'APPROVED' ELSE status END`,
    values: time.values,
  };
}

/** Numbers of runs count seconds from here on: short, and no two runs of one machine share one. */
const FIRST = Date.UTC(2026, 0, 1);

/** A number for a run of checks that no other run has: it is part of the ids of its actions. */
export function freshRunId(now = Date.now()): number {
  return Math.max(1, Math.floor((now - FIRST) / 1000)) % 100_000_000;
}

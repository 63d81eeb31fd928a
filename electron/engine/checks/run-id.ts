import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/** Numbers of runs count seconds from here on, followed by two digits of the process. */
const FIRST = Date.UTC(2026, 0, 1);
const PROCESSES = 100;
/** The largest number of a run. */
export const LARGEST_RUN_ID = 9_999_999_999;

/** Tells processes apart that start in the same second: neighbours on one machine for sure, those of two most likely. */
const PROCESS = (createHash('sha256').update(hostname()).digest().readUInt32BE(0) + process.pid) % PROCESSES;
let last = 0;

/**
 * A number for a run of checks, or for a first look on its own, that no other one has: it is part of the ids of its
 * actions, and the receiver must not see one of them again.
 */
export function freshRunId(now = Date.now()): number {
  const second = Math.max(1, Math.floor((now - FIRST) / 1000)) % Math.floor(LARGEST_RUN_ID / PROCESSES);
  last = Math.max(second, last + 1);
  return last * PROCESSES + PROCESS;
}

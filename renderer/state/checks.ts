import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { CheckReport } from '../../shared/checks/report.ts';
import type { CheckSetup, ChecksState } from '../../shared/contract/checks.ts';
import { NotConnectedError, type ProblemText, problemOf } from '../lib/problem.ts';
import { follow } from './change-stream.ts';
import { client, useConnection } from './connection.ts';
import { useWorkspace } from './workspace.ts';

/** Runs of checks, and the one under way; null until the engine first told. */
export const useChecks = create<{
  state: ChecksState | null;
  /** The last report that was seen of a run under way. */
  seen: { id: number; report: CheckReport } | null;
}>()(() => ({ state: null, seen: null }));

/** Follows the checks until the signal ends it. */
export function followChecks(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: (ended) => client.checks.follow(undefined, { signal: ended }),
      take: (state) => {
        const { current } = state;
        useChecks.setState(
          current === null ? { state } : { state, seen: { id: current.id, report: current.report } },
        );
      },
    },
    signal,
  );
}

interface Fetched<Value> {
  value: Value | null;
  problem: ProblemText | null;
}

/**
 * The report of a run: live while it is under way, else fetched. What was known of the same run stays on screen
 * until then.
 */
export function useReport(id: number | null): Fetched<CheckReport> {
  const current = useChecks(({ state }) =>
    state?.current?.id === id && id !== null ? state.current.report : undefined,
  );
  const seen = useChecks((checks) => (checks.seen?.id === id ? checks.seen.report : undefined));
  const generation = useConnection((state) => state.generation);
  const [got, setGot] = useState<{ id: number; fetched: Fetched<CheckReport> }>();
  const live = current !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask again.
  useEffect(() => {
    if (id === null || live) return;
    const ended = new AbortController();
    client.checks.report({ id }, { signal: ended.signal }).then(
      (value) => setGot({ id, fetched: { value, problem: null } }),
      (error: unknown) => {
        if (ended.signal.aborted || error instanceof NotConnectedError) return;
        setGot({ id, fetched: { value: null, problem: problemOf(error) } });
      },
    );
    return () => ended.abort();
  }, [id, live, generation]);
  if (current !== undefined) return { value: current, problem: null };
  if (got !== undefined && got.id === id) return got.fetched;
  return { value: seen ?? null, problem: null };
}

/** How often the setup has changed other than by a file. */
const useConfirmed = create<{ count: number }>()(() => ({ count: 0 }));

/** Lets the desktop app ask whether the command of check.yaml may run; resolves once it is answered. */
export async function confirmCommand(): Promise<void> {
  await client.checks.confirmCommand();
  useConfirmed.setState(({ count }) => ({ count: count + 1 }));
}

/** What check.yaml says, and the checks that there are; null until it is known. */
export function useCheckSetup(): CheckSetup | null {
  const revision = useWorkspace(({ view }) => view?.revision);
  const generation = useConnection((state) => state.generation);
  const confirmed = useConfirmed(({ count }) => count);
  const [setup, setSetup] = useState<CheckSetup | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file, confirmation or connection is a reason to ask again.
  useEffect(() => {
    const ended = new AbortController();
    client.checks.setup(undefined, { signal: ended.signal }).then(setSetup, () => undefined);
    return () => ended.abort();
  }, [revision, generation, confirmed]);
  return setup;
}

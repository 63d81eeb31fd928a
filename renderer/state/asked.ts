import { useEffect, useEffectEvent, useState } from 'react';
import { type ProblemText, problemOf } from '../lib/problem.ts';
import { useConnection } from './connection.ts';

/** What was asked for: waiting, here, or failed with the reason. */
export type Asked<T> =
  | { state: 'waiting' }
  | { state: 'here'; value: T }
  | { state: 'failed'; problem: ProblemText };

/**
 * Asks the engine, again for another key and after the connection was lost; what was there for the same key stays until
 * the new one is.
 */
export function useAsked<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const generation = useConnection((state) => state.generation);
  const [asked, setAsked] = useState<{ key: string; result: Asked<T> }>();
  // The key stands for what is asked.
  const askNow = useEffectEvent(ask);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key or connection is a reason to ask again
  useEffect(() => {
    const ended = new AbortController();
    askNow(ended.signal).then(
      (value) => {
        if (!ended.signal.aborted) setAsked({ key, result: { state: 'here', value } });
      },
      (error: unknown) => {
        if (!ended.signal.aborted) setAsked({ key, result: { state: 'failed', problem: problemOf(error) } });
      },
    );
    return () => ended.abort();
  }, [key, generation]);
  return asked?.key === key ? asked.result : { state: 'waiting' };
}

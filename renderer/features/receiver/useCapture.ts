import { useEffect, useState } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { captureList } from '../../state/captures.ts';
import { client, useConnection } from '../../state/connection.ts';
import { attemptQuietly } from '../../state/notify.ts';

/** Bytes of a body that are fetched at first. */
const FIRST_BYTES = 262_144;

export interface LoadedCapture {
  /** Null while it is being fetched for the first time. */
  capture: Capture | null;
  /** Fetches all bytes of the body that are kept. */
  loadAll: () => void;
}

/** A capture in full; fetched again when its delivery has moved on. */
export function useCapture(id: number): LoadedCapture {
  const [capture, setCapture] = useState<Capture | null>(null);
  const [whole, setWhole] = useState<number | null>(null);
  const outcome = captureList.use(({ rows, places }) => rows.get(places.get(id) ?? -1)?.delivery?.outcome);
  const generation = useConnection((state) => state.generation);
  const bodyLimit = whole === id ? Number.MAX_SAFE_INTEGER : FIRST_BYTES;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new outcome or connection is a reason to ask again.
  useEffect(() => {
    const ended = new AbortController();
    // The capture shown before stays while the connection is lost, and is asked for again after that.
    void attemptQuietly(async () => {
      try {
        setCapture(await client.captures.get({ id, bodyLimit }, { signal: ended.signal }));
      } catch (error) {
        if (!ended.signal.aborted) throw error;
      }
    });
    return () => ended.abort();
  }, [id, bodyLimit, outcome, generation]);

  return { capture: capture?.id === id ? capture : null, loadAll: () => setWhole(id) };
}

import { useEffect, useRef, useState } from 'react';
import { useConnection } from './connection.ts';
import { attemptQuietly } from './notify.ts';

/**
 * A single row that the screen needs by its key. `fetch` stays the same function while the key does; null for no key.
 * The row is asked for again when `change` is another one, and the one before stays until then. Undefined while there
 * is none, or none any more.
 */
export function useRow<Row>(
  fetch: (() => Promise<Row | null>) | null,
  change: number | undefined,
): Row | undefined {
  const [read, setRead] = useState<{ fetch: unknown; row: Row | null } | null>(null);
  const latest = useRef(fetch);
  const generation = useConnection((state) => state.generation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change or a new connection is a reason to ask again.
  useEffect(() => {
    latest.current = fetch;
    if (fetch === null) return;
    void attemptQuietly(async () => {
      const row = await fetch();
      // Of a row that changes all the time each reading counts, in the order of the connection; not of another key.
      if (latest.current === fetch) setRead({ fetch, row });
    });
  }, [fetch, change, generation]);
  return fetch !== null && read?.fetch === fetch ? (read.row ?? undefined) : undefined;
}

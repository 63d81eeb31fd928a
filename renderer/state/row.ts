import { useEffect, useState } from 'react';
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
  const generation = useConnection((state) => state.generation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change or a new connection is a reason to ask again.
  useEffect(() => {
    if (fetch === null) return;
    let stale = false;
    void attemptQuietly(async () => {
      const row = await fetch();
      if (!stale) setRead({ fetch, row });
    });
    return () => {
      stale = true;
    };
  }, [fetch, change, generation]);
  return fetch !== null && read?.fetch === fetch ? (read.row ?? undefined) : undefined;
}

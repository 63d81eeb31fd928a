import { useEffect, useRef, useState } from 'react';
import { Paced } from '../lib/paced.ts';
import { useConnection } from './connection.ts';
import { attemptQuietly } from './notify.ts';

/**
 * Something that the engine is asked for and the screen shows: a row by its key, or what a list comes to. `fetch` stays
 * the same function while what is wanted does; null for nothing. It is asked for again when `change` is another one,
 * and the answer before stays until then. Undefined while there is none, or none any more.
 */
export function useRow<Row>(
  fetch: (() => Promise<Row | null>) | null,
  change: number | undefined,
): Row | undefined {
  const [read, setRead] = useState<{ fetch: unknown; row: Row | null } | null>(null);
  const latest = useRef(fetch);
  const paced = useRef({ fetch, paced: new Paced() });
  const generation = useConnection((state) => state.generation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change or a new connection is a reason to ask again.
  useEffect(() => {
    latest.current = fetch;
    if (paced.current.fetch !== fetch) {
      // Another key does not wait for the one before.
      paced.current.paced.forget();
      paced.current = { fetch, paced: new Paced() };
    }
    if (fetch === null) return;
    void paced.current.paced.run(() =>
      attemptQuietly(async () => {
        const row = await fetch();
        // Of a row that changes all the time each reading counts, in the order of the connection; not of another key.
        if (latest.current === fetch) setRead({ fetch, row });
      }),
    );
  }, [fetch, change, generation]);
  useEffect(() => () => paced.current.paced.forget(), []);
  return fetch !== null && read?.fetch === fetch ? (read.row ?? undefined) : undefined;
}

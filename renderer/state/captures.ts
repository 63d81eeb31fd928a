import { create } from 'zustand';
import type { CaptureBatch, CapturePage, CaptureSummary } from '../../shared/contract/captures.ts';
import { client } from './connection.ts';
import { follow } from './follow.ts';
import { notify } from './notify.ts';

/** Captures are fetched in blocks of this many ids. */
const BLOCK = 100;
/** Rows kept in memory; the ones farthest from what is looked at go first. */
const KEPT = 20_000;

/**
 * The captures, newest ids first. Ids have no gaps between `oldest` and `newest`, so row `i` of the whole list is
 * `newest - i` whether it has been fetched or not; only what is looked at is fetched.
 */
export interface Captures {
  rows: ReadonlyMap<number, CaptureSummary>;
  oldest: number;
  newest: number;
  total: number;
  /** False until the engine first told how many there are. */
  loaded: boolean;
}

const EMPTY: Captures = { rows: new Map(), oldest: 0, newest: 0, total: 0, loaded: false };

export const useCaptures = create<Captures>()(() => EMPTY);

const blockOf = (id: number) => Math.floor(id / BLOCK);
/** Blocks asked for since the connection came about; their rows are kept up to date by the stream. */
const asked = new Set<number>();
let looked = 0;

function trimmed(rows: Map<number, CaptureSummary>, oldest: number): Map<number, CaptureSummary> {
  for (const id of rows.keys()) if (id < oldest) rows.delete(id);
  if (rows.size <= KEPT) return rows;
  const byDistance = [...rows.keys()].sort((a, b) => Math.abs(a - looked) - Math.abs(b - looked));
  for (const id of byDistance.slice(KEPT / 2)) {
    rows.delete(id);
    asked.delete(blockOf(id));
  }
  return rows;
}

/** The captures after a batch of the stream. */
function withBatch(current: Captures, batch: CaptureBatch): Captures {
  const { oldest, newest, total } = batch;
  const rows = new Map(batch.cleared ? [] : current.rows);
  for (const row of batch.changed) rows.set(row.id, row);
  for (const row of batch.rows) rows.set(row.id, row);
  return { rows: trimmed(rows, oldest), oldest, newest, total, loaded: true };
}

function takePage(page: CapturePage): void {
  useCaptures.setState((current) => {
    const rows = new Map(current.rows);
    for (const row of page.rows) rows.set(row.id, row);
    return { rows: trimmed(rows, current.oldest) };
  });
}

/** Fetches what is missing of an id range; safe to call on every scroll. */
export function lookAt(from: number, to: number): void {
  const { oldest, newest } = useCaptures.getState();
  looked = to;
  for (let block = blockOf(Math.max(from, oldest, 1)); block <= blockOf(Math.min(to, newest)); block += 1) {
    if (asked.has(block)) continue;
    asked.add(block);
    client.captures.list({ before: (block + 1) * BLOCK, limit: BLOCK }).then(takePage, (error: unknown) => {
      asked.delete(block);
      if (error instanceof Error && error.name !== 'NotConnectedError') notify.error(error);
    });
  }
}

/** Follows the captures until the signal ends it. */
export function followCaptures(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: async (ended) => {
        if (!useCaptures.getState().loaded) {
          const { oldest, newest, total } = await client.captures.list({ limit: 1 }, { signal: ended });
          useCaptures.setState({ oldest, newest, total, loaded: true });
        }
        const after = useCaptures.getState().newest;
        const stream = await client.captures.follow({ after }, { signal: ended });
        // Rows changed while the connection was lost are not told again: what is looked at is fetched anew.
        asked.clear();
        useCaptures.setState({});
        return stream;
      },
      take: (batch) => {
        if (batch.cleared) asked.clear();
        useCaptures.setState((current) => withBatch(current, batch));
      },
    },
    signal,
  );
}

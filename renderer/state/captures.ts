import { create } from 'zustand';
import type { CaptureBatch, CaptureSummary } from '../../shared/contract/captures.ts';
import { takeMarks } from './capture-marks.ts';
import { follow } from './change-stream.ts';
import { client } from './connection.ts';
import { WindowedList } from './windows.ts';

/** What is known of the captures as a whole; their rows are in `captureList`. */
export interface Captures {
  /** The largest id, 0 without captures. */
  newest: number;
  total: number;
  /** Another one once a capture was removed. */
  revision: number;
  /** False until the engine first told how many there are. */
  loaded: boolean;
}

export const useCaptures = create<Captures>()(() => ({
  newest: 0,
  total: 0,
  revision: 0,
  loaded: false,
}));

/**
 * A list of captures, of all of them or of those that a query finds. Its first row is the oldest one: new captures
 * come in at the end, and no index changes. The signal ends what is still asked for.
 */
export function captureListOf(
  query: string,
  upTo?: number,
  signal?: AbortSignal,
): WindowedList<CaptureSummary> {
  const which = { query, ...(upTo !== undefined && { upTo }) };
  return new WindowedList({
    fetch: (at, limit) =>
      client.captures.list({ ...which, from: 'oldest', at, limit }, signal === undefined ? {} : { signal }),
    idOf: ({ id }) => id,
    ...(signal !== undefined && { ended: signal }),
  });
}

/** All captures. */
export const captureList = captureListOf('');

function take({ rows, before, changed, total, newest, revision }: CaptureBatch): void {
  const known = useCaptures.getState();
  const isMoved = known.revision !== revision;
  if (isMoved) captureList.renew();
  // Until rows that moved are there again, the list stays as it was.
  if (!isMoved || rows.length > 0 || total === 0) captureList.extend(total, revision, rows, before);
  captureList.replace(changed);
  takeMarks(changed);
  useCaptures.setState({ newest, total, revision, loaded: true });
}

/** Follows the captures until the signal ends it. */
export function followCaptures(signal: AbortSignal): Promise<void> {
  return follow(
    {
      open: async (ended) => {
        if (!useCaptures.getState().loaded) {
          const { rows, total, revision } = await client.captures.list({ limit: 1 }, { signal: ended });
          useCaptures.setState({ newest: rows[0]?.id ?? 0, total, revision, loaded: true });
          captureList.extend(total, revision);
        }
        const after = useCaptures.getState().newest;
        const stream = await client.captures.follow({ after }, { signal: ended });
        // Rows changed while the connection was lost are not told again: what is looked at is fetched anew.
        captureList.renew();
        return stream;
      },
      take,
    },
    signal,
  );
}

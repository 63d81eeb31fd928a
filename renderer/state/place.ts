import { useMemo, useState } from 'react';
import { useRow } from './row.ts';

const NOWHERE = -1;

/**
 * Where the selected row of a list stands, -1 for nowhere: as it is `known` from the rows at hand, else as the engine
 * tells it. While it is being asked for, the place before stands, so that keys go on from there. `fetch` is as for
 * `useRow`, null when nothing is selected; it is the same function for the same row.
 */
export function usePlace(
  known: number | undefined,
  fetch: (() => Promise<number | null>) | null,
  change: number | undefined,
): number {
  const ask = useMemo(() => (fetch === null ? null : async () => (await fetch()) ?? NOWHERE), [fetch]);
  const asked = useRow(known === undefined ? ask : null, change);
  const [before, setBefore] = useState({ fetch, place: NOWHERE });
  const place = known ?? asked ?? (before.fetch === fetch ? before.place : NOWHERE);
  if (before.fetch !== fetch || before.place !== place) setBefore({ fetch, place });
  return place;
}

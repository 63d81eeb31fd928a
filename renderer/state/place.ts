import { useRow } from './row.ts';

/**
 * Where the selected row of a list stands, -1 for nowhere: as it is `known` from the rows at hand, else as the engine
 * tells it. `fetch` is as for `useRow`, null when nothing is selected.
 */
export function usePlace(
  known: number | undefined,
  fetch: (() => Promise<number | null>) | null,
  change: number | undefined,
): number {
  const asked = useRow(known === undefined ? fetch : null, change);
  return known ?? asked ?? -1;
}

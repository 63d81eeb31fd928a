import { useEffect } from 'react';
import { useCaptures } from '../../../state/captures.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import { clearSelection, countOf, useSelection } from './chosen-captures.ts';
import { isSeveral } from './selection.ts';

/** Keeps count of the captures that are selected together, also when some of them are removed. */
export function useSelectedCount(): void {
  const ranges = useSelection((state) => state.ranges);
  const query = useSelection((state) => state.query);
  const revision = useCaptures((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: captures that were removed are a reason to count again
  useEffect(() => {
    if (!isSeveral({ ranges })) return;
    let stale = false;
    void attemptQuietly(async () => {
      const count = await countOf({ query, ranges });
      if (stale) return;
      if (count === 0) clearSelection();
      else useSelection.setState({ count });
    });
    return () => {
      stale = true;
    };
  }, [ranges, query, revision]);
}

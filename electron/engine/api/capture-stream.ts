import type { CaptureBatch, CaptureSummary } from '../../../shared/contract/captures.ts';
import type { Engine } from '../engine.ts';
import { maskedSummary } from '../masked-captures.ts';
import { follow } from './follow.ts';

/**
 * New captures after an id, and those sent before whose delivery has moved on since. Tells `cleared` when what
 * the screen holds is gone: removed by somebody, or another data folder is behind the same address now.
 */
export function captureStream(engine: Engine, after: number, limit: number, signal: AbortSignal | undefined) {
  const { captures, activity, secrets } = engine;
  let from = after;
  let first = true;
  let counted = -1;
  /** Captures whose attempt had no end yet when they were sent. */
  const open = new Set<number>();

  const note = (rows: readonly CaptureSummary[]) => {
    for (const { id, delivery } of rows) {
      if (delivery?.outcome === 'in-flight') open.add(id);
      else open.delete(id);
    }
  };

  return follow<CaptureBatch>({
    signal,
    subscribe: (listener) => {
      const stops = [captures.onChange(listener), activity.onChange(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    read: () => {
      const { oldest, newest } = captures.range();
      const total = captures.count;
      const cleared = from > 0 && (oldest === 0 || oldest > from || from > newest);
      if (cleared) {
        from = from > newest ? newest : oldest - 1;
        open.clear();
      }
      const changed =
        open.size === 0
          ? []
          : captures.summaries([...open]).filter(({ delivery }) => delivery?.outcome !== 'in-flight');
      const rows = captures.after(from, limit);
      from = rows.at(-1)?.id ?? from;
      note(changed);
      note(rows);
      if (rows.length === 0 && changed.length === 0 && !cleared && !first && counted === total)
        return undefined;
      first = false;
      counted = total;
      const masked = (all: readonly CaptureSummary[]) =>
        all.map((row) => maskedSummary(row, secrets.known()));
      const batch = { rows: masked(rows), changed: masked(changed), cleared, total, oldest, newest };
      return { batch, more: rows.length === limit };
    },
  });
}

import type { CaptureBatch, CaptureSummary } from '../../../shared/contract/captures.ts';
import type { Engine } from '../engine.ts';
import { maskedSummary } from '../masked-captures.ts';
import type { CaptureChange } from '../store/captures.ts';
import { follow } from './change-stream.ts';

/**
 * New captures after an id, and those sent before whose delivery has moved on since. The revision tells a screen when
 * what it holds is gone: removed by somebody, or another data folder is behind the same address now.
 */
export function captureStream(engine: Engine, after: number, limit: number, signal: AbortSignal | undefined) {
  const { captures, activity, secrets } = engine;
  // A screen may know larger ids from another data folder.
  let from = Math.min(after, captures.lastId);
  let told: number | undefined;
  /** Captures whose attempt had no end yet when they were sent. */
  const open = new Set<number>();
  /** Captures whose marks have changed, and that were not told yet. */
  const marked = new Set<number>();

  const note = (rows: readonly CaptureSummary[]) => {
    for (const { id, delivery } of rows) {
      if (delivery?.outcome === 'in-flight') open.add(id);
      else open.delete(id);
    }
  };

  return follow<CaptureBatch>({
    signal,
    subscribe: (listener) => {
      const heard = (change: CaptureChange) => {
        if (change.type === 'marked') for (const id of change.ids) marked.add(id);
        listener();
      };
      const stops = [captures.onChange(heard), activity.onChange(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    read: () => {
      const { newest, revision, count: total } = captures;
      const known = open.size === 0 ? [] : captures.summaries([...open]);
      // Those after `from` are sent as they are now.
      const remarked = [...marked].slice(0, limit);
      for (const id of remarked) marked.delete(id);
      const changed = [
        ...known.filter(({ delivery }) => delivery?.outcome !== 'in-flight'),
        ...captures.summaries(remarked.filter((id) => id <= from)),
      ];
      // Those that were removed are not asked for again.
      open.clear();
      note(known);
      const rows = captures.after(from, limit);
      const [first] = rows;
      const before = first === undefined ? total : captures.countUpTo(first.id) - 1;
      from = rows.at(-1)?.id ?? from;
      note(rows);
      if (rows.length === 0 && changed.length === 0 && told === revision) return undefined;
      told = revision;
      const masked = (all: readonly CaptureSummary[]) =>
        all.map((row) => maskedSummary(row, secrets.known()));
      const shown = { rows: masked(rows), before, changed: masked(changed), total, newest, revision };
      return { batch: shown, more: rows.length === limit || marked.size > 0 };
    },
  });
}

import { useEffect, useState } from 'react';
import type { CaptureSummary } from '../../../../shared/contract/captures.ts';
import { captureList, useCaptures } from '../../../state/captures.ts';
import { client } from '../../../state/connection.ts';
import { attempt, attemptQuietly, notify } from '../../../state/notify.ts';
import { select, useUi } from '../../../state/ui.ts';
import { clearSelection, isSelected, setSelection, useSelection } from './chosen-captures.ts';
import { afterPick, type PickModifiers } from './selection.ts';
import type { Search } from './useSearch.ts';

/** The rows of the list, the newest first, whether all captures or those found. */
export interface Rows {
  count: number;
  /** Names a row, which keeps its name while others come in above it. */
  keyOf: (index: number) => number;
  /** Undefined while it is being fetched. */
  rowAt: (index: number) => CaptureSummary | undefined;
  /** Index of the selected capture, -1 when it is not in the list. */
  selected: number;
  select: (index: number) => void;
  /** Selects a row besides others, or a range up to it. */
  pick: (index: number, how: PickModifiers) => void;
  /** Selects all captures of the list: those that it shows now. */
  pickAll: () => void;
  isPicked: (index: number) => boolean;
  /** Selects the next capture without a 2xx response; resolves with its index, undefined if there is none. */
  nextError: (direction: 'newer' | 'older') => Promise<number | undefined>;
  /** Counts up with each row put in above all others. */
  prepended: number;
  look: (first: number, last: number) => void;
}

/** Where a paused list stands. */
export interface Paused {
  /** The newest capture that it shows. */
  upTo: number;
  /** How many captures there were up to it. */
  total: number;
  /** How much the list had grown. */
  grown: number;
}

/** How many captures a paused list shows, of which some may have been removed since. */
function usePausedCount(paused: Paused | null): number {
  const revision = useCaptures((state) => state.revision);
  const [counted, setCounted] = useState({ paused, revision, total: paused?.total ?? 0 });
  if (counted.paused !== paused) setCounted({ paused, revision, total: paused?.total ?? 0 });
  useEffect(() => {
    if (paused === null || revision === counted.revision) return;
    void attemptQuietly(async () => {
      const { total } = await client.captures.list({ upTo: paused.upTo, limit: 1 });
      setCounted({ paused, revision, total });
    });
  }, [paused, revision, counted.revision]);
  return counted.total;
}

/** Where a capture stands among those that a query finds, the oldest being 0; asked for when it is not `known`. */
function usePlace(query: string, id: number | null, known: number | undefined): number | undefined {
  const revision = useCaptures((state) => state.revision);
  const [asked, setAsked] = useState<{ key: string; place: number | undefined }>();
  const key = `${revision} ${id} ${query}`;
  const isKnown = known !== undefined || id === null || id === 0;
  useEffect(() => {
    if (isKnown) return;
    let stale = false;
    void attemptQuietly(async () => {
      const { rows, total } = await client.captures.list({ query, upTo: id, limit: 1 });
      if (!stale) setAsked({ key, place: rows[0]?.id === id ? total - 1 : undefined });
    });
    return () => {
      stale = true;
    };
  }, [query, id, isKnown, key]);
  return known ?? (asked?.key === key ? asked.place : undefined);
}

/** The captures to show: up to where the list was paused, or all of them. */
export function useRows(paused: Paused | null, search: Search | null, selected: number | null): Rows {
  const list = search?.list ?? captureList;
  const query = search?.query ?? '';
  const { rows, places, total, grown } = list.use();
  const pausedCount = usePausedCount(paused);
  const count = search === null && paused !== null ? Math.min(pausedCount, total) : total;
  const place = usePlace(query, selected, selected === null ? undefined : places.get(selected));
  // The list begins with its newest row, the windows with the oldest one.
  const mirrored = (index: number) => count - 1 - index;
  const selection = useSelection();
  const isOfList = selection.query === query;
  const idAt = async (index: number) => {
    const known = rows.get(mirrored(index));
    if (known !== undefined) return known.id;
    const window = await attempt(() =>
      client.captures.list({ query, from: 'oldest', at: mirrored(index), limit: 1 }),
    );
    return window?.rows[0]?.id;
  };
  const pick = async (index: number, how: PickModifiers) => {
    const id = await idAt(index);
    if (id === undefined) return;
    const { captureId } = useUi.getState();
    setSelection(afterPick(useSelection.getState(), captureId, id, how), query);
    select({ captureId: id });
  };
  const nextError = (direction: 'newer' | 'older') =>
    attempt(async () => {
      const { captureId } = useUi.getState();
      const upTo = paused === null ? {} : { upTo: paused.upTo };
      const from = captureId ?? (direction === 'older' ? useCaptures.getState().newest + 1 : 0);
      const { id } = await client.captures.nextError({ query, from, direction, ...upTo });
      if (id === null) {
        notify.say(direction === 'older' ? 'No error below this capture.' : 'No error above this capture.');
        return undefined;
      }
      const { total } = await client.captures.list({ query, upTo: id, limit: 1 });
      clearSelection();
      select({ captureId: id });
      return mirrored(total - 1);
    });
  const pickAll = () => {
    const { newest } = useCaptures.getState();
    const through = rows.get(count - 1)?.id ?? paused?.upTo ?? newest;
    setSelection({ ranges: count === 0 ? [] : [[0, through]], anchor: selected }, query);
  };
  useEffect(() => {
    if (useSelection.getState().query !== query) clearSelection();
  }, [query]);
  return {
    count,
    keyOf: mirrored,
    rowAt: (index) => rows.get(mirrored(index)),
    selected: place === undefined || place >= count ? -1 : mirrored(place),
    select: (index) => void pick(index, { range: false, toggle: false }),
    pick: (index, how) => void pick(index, how),
    pickAll,
    nextError,
    isPicked: (index) => isOfList && isSelected(selection, rows.get(mirrored(index))?.id ?? 0),
    prepended: search === null && paused !== null ? paused.grown : grown,
    look: (first, last) => list.look(mirrored(last), mirrored(first)),
  };
}

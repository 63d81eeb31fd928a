import { useElementSize } from '@mantine/hooks';
import { type CSSProperties, type Ref, useMemo, useState } from 'react';
import type { MenuPlace } from '../../../components/ContextMenu.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconArrowUp } from '../../../components/icons.ts';
import { useNarrow } from '../../../components/useNarrow.ts';
import { VirtualList, type VirtualListHandle } from '../../../components/VirtualList.tsx';
import { count, counted } from '../../../lib/format.ts';
import { useCaptures } from '../../../state/captures.ts';
import { useToday } from '../../../state/clock.ts';
import { useEngine } from '../../../state/engine.ts';
import { useZone } from '../../../state/workspace.ts';
import { openRetention } from '../retention/RetentionDialog.tsx';
import { CaptureMenu } from './CaptureMenu.tsx';
import { CaptureRow } from './CaptureRow.tsx';
import { ClearedNote } from './ClearedNote.tsx';
import { ColumnHead } from './ColumnHead.tsx';
import { type CellTerm, cellTerm } from './cell-term.ts';
import { useSelection } from './chosen-captures.ts';
import { type Column, fittingColumns, gridOf, useColumns } from './columns.ts';
import { FilterBar } from './FilterBar.tsx';
import { Histogram } from './Histogram.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { isSeveral } from './selection.ts';
import { useHits } from './useHits.ts';
import type { Rows } from './useRows.ts';
import type { Found, Search } from './useSearch.ts';
import { useSelectedCount } from './useSelectedCount.ts';
import './list.css';

interface CaptureListProps {
  rows: Rows;
  found: Found;
  /** The query line as it is typed. */
  typed: string;
  live: boolean;
  /** The newest capture that a paused list shows. */
  upTo: number | undefined;
  onOpen: () => void;
  list: Ref<VirtualListHandle>;
  toList: () => void;
}

/** The captures, newest first. */
export function CaptureList({ rows, found, typed, live, upTo, onOpen, list, toList }: CaptureListProps) {
  const { search, problem } = found;
  const total = useCaptures((state) => state.total);
  const zone = useZone();
  const today = useToday();
  const [menu, setMenu] = useState<(MenuPlace & { term: CellTerm | null }) | null>(null);
  const hits = useHits();
  const narrow = useNarrow();
  const { ref: box, width } = useElementSize();
  const wanted = useColumns((state) => state.columns);
  const columns = useMemo(() => fittingColumns(wanted, width, narrow), [wanted, width, narrow]);
  const several = useSelection(isSeveral);
  useSelectedCount();

  const renderRow = (index: number) => {
    const row = rows.rowAt(index);
    return row === undefined ? (
      <Waiting />
    ) : (
      <CaptureRow today={today} row={row} zone={zone} hits={hits} columns={columns} />
    );
  };

  return (
    <>
      <FilterBar hidden={width === 0 ? 0 : wanted.length - columns.length} />
      <Histogram query={search?.query ?? ''} upTo={upTo} />
      <div
        ref={box}
        className="captures-rows"
        data-stale={problem !== null || undefined}
        style={{ '--captures-grid': gridOf(columns, narrow) } as CSSProperties}
      >
        <VirtualList
          label="Captures"
          count={rows.count}
          keyOf={rows.keyOf}
          selected={rows.selected}
          onSelect={rows.select}
          several={{ isPicked: rows.isPicked, onPick: rows.pick, onAll: rows.pickAll }}
          onOpen={onOpen}
          onMenu={(index, at, clicked) => {
            if (!rows.isPicked(index)) rows.select(index);
            setMenu({ ...at, term: cellTerm(clicked, rows.rowAt(index)) });
          }}
          copyOf={(index) => rows.rowAt(index)?.target ?? ''}
          renderRow={renderRow}
          rowClass="receiver-capture"
          renderHead={(news, goHome) => <Head news={news} goHome={goHome} columns={columns} />}
          prepended={rows.prepended}
          source={search?.query ?? ''}
          onRange={rows.look}
          empty={<Empty search={search} typed={typed} isWrong={problem !== null} />}
          handle={list}
        />
      </div>
      {several ? <SelectionBar toList={toList} /> : null}
      <Foot search={search} total={total} live={live} shown={rows.count} />
      <CaptureMenu
        at={menu}
        onClose={() => {
          setMenu(null);
          toList();
        }}
      />
    </>
  );
}

function Head({ news, goHome, columns }: { news: number; goHome: () => void; columns: readonly Column[] }) {
  return (
    <div className="list-head receiver-capture">
      <span />
      <span>Time</span>
      <span className="wide-only">Method</span>
      <span className="hstack">
        <span>Event</span>
        {news === 0 ? null : (
          <button type="button" className="new-rows" onClick={goHome}>
            <IconArrowUp size={12} stroke={2} aria-hidden="true" />
            {count(news)} new<kbd className="keycap">Home</kbd>
          </button>
        )}
      </span>
      {columns.map((column, nth) => (
        <ColumnHead key={column.field} column={column} nth={nth} isLast={nth === columns.length - 1} />
      ))}
      <span className="align-right wide-only">Points</span>
      <span>Status</span>
      <span className="align-right">Took</span>
    </div>
  );
}

/** A row that is being fetched keeps its height. */
function Waiting() {
  return (
    <>
      <span role="gridcell" />
      <span role="gridcell" className="faint">
        …
      </span>
    </>
  );
}

function Empty({ search, typed, isWrong }: { search: Search | null; typed: string; isWrong: boolean }) {
  if (typed.trim() === '' || (isWrong && search === null)) {
    return (
      <EmptyState title="No captures yet">
        Requests to the receiver appear here
        <br />
        as they arrive.
        <ClearedNote />
      </EmptyState>
    );
  }
  if (!isWrong && search?.query !== typed.trim()) return <EmptyState title="Searching…" />;
  return <EmptyState title="No results">No capture meets “{search?.query}”.</EmptyState>;
}

interface FootProps {
  search: Search | null;
  total: number;
  live: boolean;
  shown: number;
}

function Foot({ search, total, live, shown }: FootProps) {
  const behind = total - shown;
  const unindexed = search?.unindexed ?? 0;
  return (
    <div className="pane-foot">
      <span role="status">
        {search === null ? counted(total, 'capture') : `${count(shown)} of ${counted(total, 'capture')}`}
      </span>
      <Dropped />
      <span className="spacer" />
      {unindexed === 0 ? null : (
        <span
          className="ellipsis"
          title="Captures are indexed in the background, in blocks of 512. Those that are not yet are read one by one; results are the same."
        >
          {counted(unindexed, 'capture')} not yet indexed: searched one by one
        </span>
      )}
      {live ? null : <span>Paused{search === null && behind > 0 ? `, ${count(behind)} new since` : ''}</span>}
    </div>
  );
}

/** What retention has dropped; it is missing in the list. */
function Dropped() {
  const totals = useEngine(({ view }) => view?.captureTotals) ?? [];
  const dropped = totals.filter((total) => total.dropped > 0);
  if (dropped.length === 0) return null;
  const each = dropped.map(({ endpoint, dropped: many }) => `${endpoint}: ${count(many)}`).join(', ');
  const sum = dropped.reduce((all, total) => all + total.dropped, 0);
  return (
    <button
      type="button"
      className="link"
      title={`By retention since the last Clear. ${each}`}
      onClick={openRetention}
    >
      {count(sum)} dropped
    </button>
  );
}

import { Button, TextInput } from '@mantine/core';
import { type Ref, useState } from 'react';
import type { MenuPlace } from '../../../components/ContextMenu.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconArrowUp, IconSearch, IconTrash } from '../../../components/icons.ts';
import { VirtualList, type VirtualListHandle } from '../../../components/VirtualList.tsx';
import { count, counted } from '../../../lib/format.ts';
import { useCaptures } from '../../../state/captures.ts';
import { useToday } from '../../../state/clock.ts';
import { useZone } from '../../../state/workspace.ts';
import { ResponsesButton } from '../rules/ResponsesButton.tsx';
import { CaptureMenu } from './CaptureMenu.tsx';
import { CaptureRow } from './CaptureRow.tsx';
import { useSelection } from './chosen-captures.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { isSeveral } from './selection.ts';
import type { Rows } from './useRows.ts';
import type { Search } from './useSearch.ts';
import { useSelectedCount } from './useSelectedCount.ts';
import './list.css';

interface CaptureListProps {
  rows: Rows;
  search: Search | null;
  typed: string;
  onType: (text: string) => void;
  live: boolean;
  onLive: (live: boolean) => void;
  onClear: () => void;
  onOpen: () => void;
  list: Ref<VirtualListHandle>;
  field: Ref<HTMLInputElement>;
  toList: () => void;
  /** Whether the response rules stand beside the list. */
  responses: boolean;
}

/** The captures, newest first, and what searches, stops and clears them. */
export function CaptureList(props: CaptureListProps) {
  const { rows, search, typed, onType, live, onLive, onClear, onOpen, list, field, toList, responses } =
    props;
  const total = useCaptures((state) => state.total);
  const zone = useZone();
  const today = useToday();

  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const several = useSelection(isSeveral);
  useSelectedCount();

  const onFieldKey = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      onType('');
      toList();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') toList();
    else return;
    event.preventDefault();
  };
  const renderRow = (index: number) => {
    const row = rows.rowAt(index);
    return row === undefined ? <Waiting /> : <CaptureRow today={today} row={row} zone={zone} />;
  };

  return (
    <>
      <div className="pane-bar">
        <TextInput
          ref={field}
          className="grow"
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          onKeyDown={onFieldKey}
          placeholder="Search path, value, header"
          aria-label="Search captures"
          spellCheck={false}
          leftSection={<IconSearch size={14} stroke={1.5} />}
          rightSection={<kbd className="keycap">{typed === '' ? '/' : 'Esc'}</kbd>}
          rightSectionWidth={typed === '' ? 32 : 40}
        />
        <Button
          size="xs"
          aria-pressed={live}
          title={live ? 'Pause the list; the receiver keeps capturing' : 'Show captures as they arrive'}
          leftSection={
            <span
              className={live ? 'status-dot status-dot-small' : 'status-dot status-dot-small status-dot-off'}
            />
          }
          onClick={() => onLive(!live)}
        >
          Live
        </Button>
        <ResponsesButton opened={responses} />
        <IconButton
          label="Clear captures…"
          icon={<IconTrash size={16} stroke={1.5} />}
          disabled={total === 0}
          onClick={onClear}
        />
      </div>
      <VirtualList
        label="Captures"
        count={rows.count}
        keyOf={rows.keyOf}
        selected={rows.selected}
        onSelect={rows.select}
        several={{ isPicked: rows.isPicked, onPick: rows.pick, onAll: rows.pickAll }}
        onOpen={onOpen}
        onMenu={(index, at) => {
          if (!rows.isPicked(index)) rows.select(index);
          setMenu(at);
        }}
        copyOf={(index) => rows.rowAt(index)?.target ?? ''}
        renderRow={renderRow}
        rowClass="receiver-capture"
        renderHead={(news, goHome) => <Head news={news} goHome={goHome} />}
        prepended={rows.prepended}
        onRange={rows.look}
        empty={<Empty search={search} typed={typed} />}
        handle={list}
      />
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

function Head({ news, goHome }: { news: number; goHome: () => void }) {
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

function Empty({ search, typed }: { search: Search | null; typed: string }) {
  if (typed.trim() === '') {
    return (
      <EmptyState title="No captures yet">
        Requests to the receiver appear here
        <br />
        as they arrive.
      </EmptyState>
    );
  }
  if (search?.query !== typed.trim()) return <EmptyState title="Searching…" />;
  return (
    <EmptyState title="No results">
      No capture contains “{search.query}” in its target, headers, or body.
    </EmptyState>
  );
}

interface FootProps {
  search: Search | null;
  total: number;
  live: boolean;
  shown: number;
}

function Foot({ search, total, live, shown }: FootProps) {
  const behind = total - shown;
  return (
    <div className="pane-foot">
      <span role="status">
        {search === null ? counted(total, 'capture') : `${count(shown)} of ${counted(total, 'capture')}`}
      </span>
      <span className="spacer" />
      {live ? null : <span>Paused{search === null && behind > 0 ? `, ${count(behind)} new since` : ''}</span>}
    </div>
  );
}

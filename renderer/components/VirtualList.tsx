import { type ReactNode, useId, useImperativeHandle, useLayoutEffect, useState } from 'react';
import { copyText } from '../lib/clipboard.ts';
import { listKey } from '../lib/list-keys.ts';
import { type MenuPlace, placeOfMenu } from './ContextMenu.tsx';
import { useFixedRows } from './useFixedRows.ts';

/** Height of a row in px: of one line, unless the list says otherwise. */
const ROW_HEIGHT = 28;
/** Few enough that a tall window stays well under sixty rows in the page. */
const OVERSCAN = 4;

export interface VirtualListHandle {
  focus: () => void;
  goHome: () => void;
  /** Scrolls a row into view. */
  show: (index: number) => void;
}

interface VirtualListProps {
  /** Names the list for screen readers. */
  label: string;
  count: number;
  /** A row's own name, which stays the same when rows come in above it. */
  keyOf: (index: number) => string | number;
  /** Index of the selected row, -1 for none. */
  selected: number;
  onSelect: (index: number) => void;
  /** Where several rows can be chosen: told instead of `onSelect` when Shift or Ctrl is held, and of Ctrl-A. */
  several?: {
    isPicked: (index: number) => boolean;
    onPick: (index: number, how: { range: boolean; toggle: boolean }) => void;
    onAll: () => void;
  };
  /** Enter or a double click: go into the row's detail. */
  onOpen?: (index: number) => void;
  /** A right click on a row, told with what was clicked, or the menu key: the row has a menu. */
  onMenu?: (index: number, at: MenuPlace, clicked: Element | null) => void;
  /** What Ctrl-C on a row copies. */
  copyOf?: (index: number) => string;
  /** The row's cells, each `role="gridcell"`. */
  renderRow: (index: number) => ReactNode;
  /** Class of each row: its columns. */
  rowClass: string;
  /** Height of each row in px. */
  rowHeight?: number;
  /** The column heads; told how many rows came in above while the view stayed, and how to go there. */
  renderHead: (news: number, goHome: () => void) => ReactNode;
  /** Counts up by one for each row put in above all others. */
  prepended?: number;
  /** Names what is listed: another list begins at its top. */
  source?: string;
  /** Told the first and the last index in view. */
  onRange?: (first: number, last: number) => void;
  /** What stands there when there are no rows. */
  empty?: ReactNode;
  handle?: React.Ref<VirtualListHandle>;
}

/**
 * A list of any length with rows of one height. One tab stop; arrows, Home, End and the page keys move the selection.
 * At the top new rows push in, anywhere else the view stays where it is.
 */
export function VirtualList(props: VirtualListProps) {
  const { label, count, keyOf, selected, onSelect, onOpen, onMenu, copyOf, renderRow, rowClass, renderHead } =
    props;
  const { prepended = 0, source = '', onRange, empty, handle, several, rowHeight = ROW_HEIGHT } = props;
  const id = useId();
  const [seen, setSeen] = useState(prepended);
  const { scroller, first, end, height, isAtTop, onScroll, reveal, toTop } = useFixedRows({
    count,
    rowHeight,
    overscan: OVERSCAN,
    prepended,
    source,
  });
  const items = Array.from({ length: Math.max(0, end - first) }, (_, nth) => first + nth);
  // Whoever is at the top sees what comes in.
  if (isAtTop && seen !== prepended) setSeen(prepended);

  useLayoutEffect(() => {
    if (end > first) onRange?.(first, end - 1);
  });

  const goHome = () => {
    toTop();
    setSeen(prepended);
  };
  const choose = (index: number, range: boolean) => {
    if (count === 0) return;
    const row = Math.max(0, Math.min(count - 1, index));
    if (range && several !== undefined) several.onPick(row, { range, toggle: false });
    else onSelect(row);
    if (row === 0) goHome();
    else reveal(row);
  };
  useImperativeHandle(handle, () => ({
    focus: () => scroller.current?.focus(),
    goHome,
    show: reveal,
  }));

  const onKeyDown = (event: React.KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && !event.shiftKey) {
      if (copyOf === undefined || selected < 0 || getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      void copyText(copyOf(selected));
      return;
    }
    if (several !== undefined && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      several.onAll();
      return;
    }
    if (onMenu !== undefined && (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'))) {
      event.preventDefault();
      // A menu closes on keys pressed outside, as this one was when it opens.
      event.stopPropagation();
      openMenu();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && selected >= 0) {
      event.preventDefault();
      onOpen?.(selected);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = listKey(event.key, selected, count, page);
    if (next === undefined) return;
    event.preventDefault();
    choose(next, event.shiftKey);
  };

  const rowOf = (index: number) => document.getElementById(`${id}-${keyOf(index)}`);
  /** The menu of the selected row, below it. */
  const openMenu = () => {
    const row = rowOf(selected);
    if (row === null) return;
    const { left, bottom } = row.getBoundingClientRect();
    onMenu?.(selected, { x: left + 16, y: bottom }, null);
  };

  const active = selected >= first && selected < end ? `${id}-${keyOf(selected)}` : undefined;
  return (
    <>
      <div className="list-top">{renderHead(Math.max(0, prepended - seen), goHome)}</div>
      <div
        ref={scroller}
        className="scroll list-scroll"
        role="grid"
        aria-label={label}
        aria-rowcount={count}
        aria-multiselectable={several === undefined ? undefined : true}
        aria-activedescendant={active}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          // Some browsers tell of the menu key so; pointed at, a row tells it itself.
          if (onMenu === undefined || event.target !== scroller.current || event.button === 2) return;
          event.preventDefault();
          openMenu();
        }}
        onFocus={(event) => {
          if (event.target === scroller.current && selected < 0 && count > 0) onSelect(first);
        }}
        onScroll={onScroll}
      >
        {count === 0 ? (
          <div role="row" className="empty-row">
            <div role="gridcell">{empty}</div>
          </div>
        ) : (
          <div role="presentation" style={{ height, position: 'relative' }}>
            {items.map((index) => (
              // The grid has the focus and the keys; rows only take clicks.
              <div
                key={keyOf(index)}
                id={`${id}-${keyOf(index)}`}
                className={`list-row ${rowClass}${index === selected ? ' list-row-current' : ''}${several?.isPicked(index) === true ? ' list-row-picked' : ''}`}
                role="row"
                aria-rowindex={index + 1}
                aria-selected={index === selected || several?.isPicked(index) === true}
                style={{ transform: `translateY(${index * rowHeight}px)` }}
                onMouseDown={(event) => {
                  // A range of rows would otherwise mark their text.
                  if (event.shiftKey && several !== undefined) event.preventDefault();
                }}
                onClick={(event) => {
                  const how = { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey };
                  if (several !== undefined && (how.range || how.toggle)) several.onPick(index, how);
                  else onSelect(index);
                }}
                onDoubleClick={() => onOpen?.(index)}
                onContextMenu={
                  onMenu === undefined
                    ? undefined
                    : (event) => {
                        event.preventDefault();
                        onMenu(index, placeOfMenu(event, event.currentTarget), event.target as Element);
                      }
                }
              >
                {renderRow(index)}
              </div>
            ))}
          </div>
        )}
      </div>
    </>
  );
}

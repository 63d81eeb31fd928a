import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type DragEvent, memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import { addRow, cellAt, cellSpan, moveRow, readUrl, removeRow } from '../../../shared/template/url-table.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { IconGripVertical, IconPlus, IconX } from '../../components/icons.ts';
import { WireText } from '../../components/WireText.tsx';
import { counted } from '../../lib/format.ts';
import type { MarkContext } from './editor-marks.ts';
import { tableOf } from './editor-sync.ts';
import { startsIn } from './editor-trace.ts';
import { registerField } from './editors.ts';
import { RowFindings } from './RowFindings.tsx';
import { sampleOf } from './row-sample.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import type { TemplateText } from './template-text.ts';
import { useTrace } from './trace.ts';
import { CellFocus, rowKeys } from './url-cells.ts';

interface Props {
  text: TemplateText;
  /** What the text is now. */
  url: string;
  findings: readonly Finding[];
  context: MarkContext;
  invalid: boolean;
  /** Whether it has all the room: there is no body. */
  whole: boolean;
}

/** What a dragged row carries; editors take no such thing for text. */
const ROW = 'application/x-postbench-parameter';
/** px of a row that wraps nothing. */
const ROW_HEIGHT = 29;

/** The URL as a table: its address, a row for each parameter, its fragment. Every cell edits the one text. */
export const UrlParameterTable = memo(({ text, url, findings, context, invalid, whole }: Props) => {
  const { rows, fragment } = readUrl(url);
  const scroller = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<{ row: number; below: boolean } | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
  });
  const scrollTo = useRef((row: number) => virtualizer.scrollToIndex(row, { align: 'auto' }));
  useLayoutEffect(() => {
    scrollTo.current = (row) => virtualizer.scrollToIndex(row, { align: 'auto' });
  });
  const [focus] = useState(() => new CellFocus((row) => scrollTo.current(row)));

  const change = (edit: ReturnType<typeof removeRow>) => {
    if (edit === undefined) return;
    text.change({ changes: { from: edit.start, to: edit.end, insert: edit.text }, userEvent: 'move' });
  };
  const add = () => {
    const { length } = tableOf(text).rows;
    change(addRow(tableOf(text)));
    focus.go({ part: 'key', row: length });
  };
  const remove = (row: number) => {
    change(removeRow(tableOf(text), row));
    const left = tableOf(text).rows.length;
    focus.go(left === 0 ? { part: 'base' } : { part: 'key', row: Math.min(row, left - 1) });
  };
  const move = (from: number, to: number, part: 'key' | 'value' = 'key') => {
    const edit = moveRow(tableOf(text), from, to);
    if (edit === undefined) return;
    change(edit);
    focus.go({ part, row: to });
  };
  const doing = useRef({ add, remove, move });
  useLayoutEffect(() => {
    doing.current = { add, remove, move };
  });
  const keysOf = (row: number, part: 'key' | 'value') =>
    rowKeys({ row, part }, focus, () => ({ ...doing.current, count: tableOf(text).rows.length }));

  const showStretch = (start: number, end: number) => {
    const table = tableOf(text);
    // A stretch that begins on the sign before a cell is about that cell.
    const cell = cellAt(table, Math.min(Math.max(start, Math.min(start + 1, end)), text.string.length));
    const span = cellSpan(table, cell);
    if (span === undefined) return;
    focus.go(cell, Math.max(0, start - span.start), Math.min(end, span.end) - span.start);
  };
  const shown = useRef(showStretch);
  useLayoutEffect(() => {
    shown.current = showStretch;
  });
  useEffect(
    () =>
      registerField('url', {
        show: (start, end) => shown.current(start, end),
        focus: () => {
          const { from, to } = text.state.selection.main;
          shown.current(from, to);
        },
        append: (more) => {
          const { length } = text.string;
          text.change({ changes: { from: length, insert: more }, userEvent: 'input.complete' });
          shown.current(text.string.length, text.string.length);
        },
      }),
    [text],
  );
  useEffect(
    () =>
      useTrace.subscribe(({ ids, from }) => {
        const [start] = from === 'editor' ? [] : startsIn('url', ids);
        if (start === undefined || start >= text.string.length) return;
        const cell = cellAt(tableOf(text), start);
        // A row that is not drawn cannot come into view by itself.
        if ('row' in cell) scrollTo.current(cell.row);
      }),
    [text],
  );
  const undone = () => {
    const { from, to } = text.state.selection.main;
    shown.current(from, to);
  };

  const onDragOver = (event: DragEvent, row: number) => {
    if (!event.dataTransfer.types.includes(ROW)) return;
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setOver({ row, below: event.clientY > top + height / 2 });
  };
  const onDrop = (event: DragEvent) => {
    const from = Number(event.dataTransfer.getData(ROW));
    if (!event.dataTransfer.types.includes(ROW) || over === null) return;
    event.preventDefault();
    const to = over.row + (over.below ? 1 : 0);
    move(from, to > from ? to - 1 : to);
    setOver(null);
  };
  const editor = { field: 'url', text, value: url, findings, context, onUndone: undone } as const;

  return (
    <section className="templates-table" data-whole={whole || undefined} aria-label="Parameters of the URL">
      <div className="templates-table-line">
        <span className="templates-table-name">Address</span>
        <TemplateEditor
          {...editor}
          oneLine
          label="Address"
          cell={{ part: 'base' }}
          invalid={invalid}
          onView={(view) => focus.place({ part: 'base' }, view)}
        />
        <RowFindings findings={findings} start={0} end={rows[0]?.start ?? readUrl(url).base.length} />
      </div>
      {rows.length === 0 ? null : (
        <div className="templates-table-head" aria-hidden="true">
          <span />
          <span>Key</span>
          <span>Value</span>
          <span className="templates-table-sample">In this sample</span>
        </div>
      )}
      <div
        ref={scroller}
        className="templates-table-rows"
        role="list"
        aria-label={counted(rows.length, 'parameter')}
      >
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index]!;
            const name = row.key === '' ? `parameter ${index + 1}` : row.key;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                role="listitem"
                aria-label={name}
                className="templates-table-row"
                data-over={over?.row === index ? (over.below ? 'below' : 'above') : undefined}
                style={{ top: start }}
                onDragOver={(event) => onDragOver(event, index)}
                onDragLeave={() => setOver(null)}
                onDrop={onDrop}
              >
                {/* Moved by keyboard with Alt and the arrows, from its cells. */}
                <span
                  role="button"
                  aria-label={`Move ${name}`}
                  tabIndex={-1}
                  className="templates-table-grip"
                  draggable
                  title="Drag to move; Alt+Up and Alt+Down in a cell do the same"
                  onDragStart={(event) => {
                    event.dataTransfer.setData(ROW, String(index));
                    event.dataTransfer.effectAllowed = 'move';
                    const line = event.currentTarget.parentElement;
                    if (line !== null) event.dataTransfer.setDragImage(line, 8, 12);
                  }}
                  onDragEnd={() => setOver(null)}
                >
                  <IconGripVertical size={14} stroke={1.5} aria-hidden="true" />
                </span>
                <TemplateEditor
                  {...editor}
                  oneLine
                  label={`Key ${index + 1}`}
                  cell={{ part: 'key', row: index }}
                  keys={keysOf(index, 'key')}
                  onView={(view) => focus.place({ part: 'key', row: index }, view)}
                />
                <TemplateEditor
                  {...editor}
                  oneLine
                  label={`Value of ${name}`}
                  cell={{ part: 'value', row: index }}
                  keys={keysOf(index, 'value')}
                  onView={(view) => focus.place({ part: 'value', row: index }, view)}
                />
                <span className="templates-table-sample mono dimmed ellipsis">
                  <InSample text={sampleOf(row, context)} />
                </span>
                <RowFindings findings={findings} start={row.start} end={row.end} />
                <IconButton
                  label={`Remove ${name}`}
                  icon={<IconX size={14} />}
                  onClick={() => remove(index)}
                />
              </div>
            );
          })}
        </div>
      </div>
      {fragment === null ? null : (
        <div className="templates-table-line">
          <span className="templates-table-name">After #</span>
          <TemplateEditor
            {...editor}
            oneLine
            label="Fragment, which is never sent"
            cell={{ part: 'fragment' }}
            onView={(view) => focus.place({ part: 'fragment' }, view)}
          />
          <RowFindings findings={findings} start={url.length - fragment.length - 1} end={url.length} />
        </div>
      )}
      <div className="templates-table-foot">
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconPlus size={14} />} onClick={add}>
          Add parameter
        </Button>
      </div>
    </section>
  );
});

function InSample({ text }: { text: string | undefined }) {
  return text === undefined ? null : <WireText text={text} />;
}

import './timeline.css';
import {
  type ReactNode,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { isLong } from '../../../../shared/delivery/long-open.ts';
import { rowAt, rowsInView, scrollFor } from '../../../../shared/timeline/rows.ts';
import { useActivity } from '../../../state/activity.ts';
import { nowOnClock, useClock, useVirtualNow } from '../../../state/clock.ts';
import { useUi } from '../../../state/ui.ts';
import { useRules, useZone } from '../../../state/workspace.ts';
import type { ClickModifiers } from '../multi-selection.ts';
import { useSimulator } from '../simulator-view.ts';
import { MarkCard } from './MarkCard.tsx';
import type { Overview } from './overview.ts';
import { pausesOf, ROW_PX } from './scene.ts';
import type { Stage } from './stage.ts';
import { TimelineRow } from './TimelineRow.tsx';
import { TimelineTop } from './TimelineTop.tsx';
import { goBack, type MarkRef, useTimeline } from './timeline-view.ts';
import { usePointer, useWheel } from './usePointer.ts';
import { useSize, useStage } from './useStage.ts';
import { useTimelineKeys } from './useTimelineKeys.ts';

/** Rows drawn beyond those in view, so that scrolling shows no gap. */
const OVERSCAN = 6;
/** Rows are made in steps of so many: scrolling by less changes nothing. */
const STEP = 4;

interface TimelineProps {
  ids: readonly number[];
  overview: Overview;
  /** Whose time it is: a run's number, null for work by hand. */
  clockOf: number | null;
  side: number;
  onSelect: (id: number, how: ClickModifiers) => void;
  /** Shows the delivery's detail, with that attempt when one is meant. */
  onOpen: (id: number, attemptId: number | null) => void;
  onAll: () => void;
  onLeave: () => void;
  /** The stage, for buttons outside. */
  handle: React.Ref<Stage>;
  empty: ReactNode;
}

/** Deliveries as rows over virtual time, their attempts as marks. */
export function Timeline(props: TimelineProps) {
  const { ids, overview, clockOf, side, onSelect, onOpen, onAll, onLeave, handle, empty } = props;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLCanvasElement>(null);
  const body = useRef<HTMLCanvasElement>(null);
  const activity = useActivity();
  const { deliveries } = activity;
  const zone = useZone();
  const rules = useRules();
  const selected = useUi(({ deliveryId }) => deliveryId);
  const selectedIds = useSimulator((state) => state.selectedIds);
  const live = useClock(({ view }) => view !== null && view.runId === clockOf);
  const minute = useVirtualNow(60_000);
  const size = useSize(scroller);
  const [top, setTop] = useState(0);

  const range = rowsInView(top, size.height, ROW_PX, ids.length, OVERSCAN);
  const rows = { ...range, first: Math.max(0, range.first - (range.first % STEP)) };
  const contentHeight = Math.max(ids.length * ROW_PX, size.height);
  const firstTop = rows.first * ROW_PX;
  const height = Math.min(size.height + 2 * (OVERSCAN + STEP) * ROW_PX, contentHeight - firstTop);
  const maintenance = useMemo(() => pausesOf(activity.maintenance, clockOf), [activity.maintenance, clockOf]);
  const stage = useStage(
    { head, body },
    {
      ids,
      deliveries,
      overview,
      maintenance,
      zone,
      rules,
      rows,
      width: size.width - side,
      height,
      now: () => (live ? nowOnClock() : null),
    },
  );
  useImperativeHandle(handle, () => stage.current!, [stage]);

  const openMark = (mark: MarkRef) => {
    const delivery = deliveries.get(mark.deliveryId)!;
    const attempt = stage.current!.marks(delivery)[mark.place]?.attempt;
    onOpen(mark.deliveryId, (attempt ?? delivery.attempts.at(-1))?.id ?? null);
  };
  const pointer = usePointer({
    stage,
    scroller,
    content,
    side,
    onMark: (mark, event) => {
      useTimeline.setState({ focus: mark, card: false });
      if (event.shiftKey || event.ctrlKey || event.metaKey) onSelect(mark.deliveryId, howOf(event));
      else openMark(mark);
    },
    onRow: (y, event) => {
      const row = rowAt(y, ROW_PX, ids.length);
      if (row >= 0) onSelect(ids[row]!, howOf(event));
      useTimeline.setState({ focus: null, card: false });
    },
  });
  useWheel(root, scroller, stage, side);
  const onKeyDown = useTimelineKeys({
    stage,
    scroller,
    ids,
    onMove: (mark, range) => {
      useTimeline.setState({ focus: mark, card: true, hover: null });
      onSelect(mark.deliveryId, { range, toggle: false });
    },
    onOpen: () => {
      const { focus } = useTimeline.getState();
      useTimeline.setState({ card: false });
      if (focus !== null) openMark(focus);
      else if (selected !== null) onOpen(selected, null);
    },
    onAll,
    onLeave,
  });

  // The window's width may put another timeline into this one's place, without the keyboard in it.
  useEffect(() => () => useTimeline.setState({ card: false, hover: null }), []);

  // What another pane selects is brought into view.
  const at = selected === null ? -1 : ids.indexOf(selected);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null && at >= 0) box.scrollTop = scrollFor(at, ROW_PX, box.scrollTop, box.clientHeight);
  }, [at]);

  const rowId = (delivery: number) => `${id}-${delivery}`;
  const drawn = ids.slice(rows.first, rows.end);
  return (
    <div ref={root} className="timeline" style={{ '--timeline-side': `${side}px` } as React.CSSProperties}>
      <TimelineTop head={head} stage={stage} />
      <div
        ref={scroller}
        className="scroll list-scroll timeline-rows"
        role="grid"
        aria-label="Deliveries"
        aria-description="Arrows go from mark to mark; plus, minus and 0 zoom; T goes to now"
        aria-rowcount={ids.length}
        aria-multiselectable="true"
        aria-activedescendant={selected !== null && drawn.includes(selected) ? rowId(selected) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onBlur={() => useTimeline.setState({ card: false })}
      >
        {ids.length === 0 ? (
          <div role="row" className="empty-row">
            <div role="gridcell">{empty}</div>
          </div>
        ) : null}
        {/* The grid has the focus and the keys; this only takes the pointer. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
        <div
          ref={content}
          role="presentation"
          className="timeline-content"
          style={{ height: ids.length === 0 ? 0 : contentHeight }}
          {...pointer}
          onDoubleClick={(event) => {
            const { left } = event.currentTarget.getBoundingClientRect();
            if (event.clientX - left >= side) goBack();
            else if (selected !== null) onOpen(selected, null);
          }}
        >
          {drawn.map((delivery, index) => {
            const view = deliveries.get(delivery)!;
            return (
              <TimelineRow
                key={delivery}
                id={rowId(delivery)}
                delivery={view}
                index={rows.first + index}
                selected={delivery === selected}
                picked={selectedIds.has(delivery)}
                long={isLong(view, live ? minute : Number.NEGATIVE_INFINITY)}
              />
            );
          })}
          <canvas
            ref={body}
            className="timeline-body"
            data-testid="timeline-marks"
            style={{ top: firstTop }}
          />
        </div>
      </div>
      <MarkCard stage={stage} content={content} side={side} live={live} />
    </div>
  );
}

function howOf(event: React.PointerEvent): ClickModifiers {
  return { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey };
}

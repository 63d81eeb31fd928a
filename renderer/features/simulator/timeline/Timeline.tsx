import './timeline.css';
import {
  type ReactNode,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { isLong } from '../../../../shared/delivery/long-open.ts';
import type { Bars } from '../../../../shared/timeline/histogram.ts';
import type { LaneOf } from '../../../../shared/timeline/lane.ts';
import { rowAt, rowsInView, scrollFor } from '../../../../shared/timeline/rows.ts';
import { nowOnClock, useClock, useVirtualNow } from '../../../state/clock.ts';
import { useUi } from '../../../state/ui.ts';
import { useRules, useZone } from '../../../state/workspace.ts';
import type { ClickModifiers } from '../multi-selection.ts';
import { useSimulator } from '../simulator-view.ts';
import type { DeliveryRows } from '../useDeliveryRows.ts';
import { MarkCard } from './MarkCard.tsx';
import type { Overview } from './overview.ts';
import { barsHeight, ROW_PX } from './scene.ts';
import type { Stage } from './stage.ts';
import { TimelineFooter } from './TimelineFooter.tsx';
import { TimelineRow } from './TimelineRow.tsx';
import { TimelineTop } from './TimelineTop.tsx';
import { goBack, type MarkRef, useTimeline } from './timeline-view.ts';
import { useLane } from './useLane.ts';
import { usePointer, useWheel } from './usePointer.ts';
import { useSize, useStage } from './useStage.ts';
import { useTimelineKeys } from './useTimelineKeys.ts';

/** Rows drawn beyond those in view, so that scrolling shows no gap. */
const OVERSCAN = 6;
/** Rows are made in steps of so many: scrolling by less changes nothing. */
const STEP = 4;

interface TimelineProps {
  list: DeliveryRows;
  overview: Overview;
  /** Told which bars of the histogram are drawn. */
  onBars: (bars: Bars) => void;
  /** Whose time it is: a run's number, null for work by hand. */
  clockOf: number | null;
  /** Whose lane of what the receiver was told is shown; that of the clock without it. */
  laneOf?: LaneOf;
  side: number;
  onSelect: (delivery: DeliveryView, how: ClickModifiers) => void;
  /** Shows the delivery elsewhere, with that attempt when one is meant. */
  onOpen: (delivery: DeliveryView, attemptId: number | null) => void;
  /** The card of a mark has buttons to send, to cancel, and to open by hand, which calls `onOpen`; else a mark opens at once. */
  cardActions?: boolean;
  onAll: () => void;
  onLeave: () => void;
  /** The stage, for buttons outside. */
  handle: React.Ref<Stage>;
  empty: ReactNode;
}

/** Deliveries as rows over virtual time, their attempts as marks. */
export function Timeline(props: TimelineProps) {
  const {
    list,
    overview,
    onBars,
    clockOf,
    laneOf = clockOf,
    side,
    onSelect,
    onOpen,
    onAll,
    onLeave,
    handle,
  } = props;
  const { empty, cardActions = false } = props;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLCanvasElement>(null);
  const body = useRef<HTMLCanvasElement>(null);
  const laneBox = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const lane = useLane(laneOf);
  const { total, rowAt: deliveryAt, rowOf, look, take } = list;
  const zone = useZone();
  const rules = useRules();
  const selected = useUi(({ deliveryId }) => deliveryId);
  const selectedIds = useSimulator((state) => state.selectedIds);
  const live = useClock(({ view }) => view !== null && view.runId === clockOf);
  const minute = useVirtualNow(60_000);
  const size = useSize(scroller);
  const barsPx = barsHeight(useSize(root).height);
  const [top, setTop] = useState(0);

  const inView = rowsInView(top, size.height, ROW_PX, total, 0);
  const range = rowsInView(top, size.height, ROW_PX, total, OVERSCAN);
  const rows = { ...range, first: Math.max(0, range.first - (range.first % STEP)) };
  const contentHeight = Math.max(total * ROW_PX, size.height);
  const firstTop = rows.first * ROW_PX;
  const height = Math.min(size.height + 2 * (OVERSCAN + STEP) * ROW_PX, contentHeight - firstTop);
  const stage = useStage(
    { head, body, lane: laneBox },
    {
      count: total,
      rowAt: deliveryAt,
      rowOf,
      overview,
      onBars: (bars) => {
        onBars(bars);
        lane.look(bars);
      },
      lane: lane.spans,
      zone,
      rules,
      rows,
      width: size.width - side,
      height,
      barsPx,
      now: () => (live ? nowOnClock() : null),
    },
  );
  useImperativeHandle(handle, () => stage.current!, [stage]);

  // Rows just beyond those drawn are there before they are scrolled to.
  useLayoutEffect(() => look(rows.first, Math.max(rows.first, rows.end - 1)));

  const deliveryOf = (id: number) => deliveryAt(rowOf(id));
  const openMark = (mark: MarkRef) => {
    const delivery = deliveryOf(mark.deliveryId);
    if (delivery === undefined) return;
    const attempt = stage.current!.marks(delivery)[mark.place]?.attempt;
    onOpen(delivery, (attempt ?? delivery.attempts.at(-1))?.id ?? null);
  };
  const openSelected = () => {
    if (list.selected >= 0) take(list.selected, (delivery) => onOpen(delivery, null));
  };
  const actions = {
    onOpen: (mark: MarkRef) => {
      useTimeline.setState({ card: false });
      openMark(mark);
    },
    onLeave: () => {
      useTimeline.setState({ card: false });
      scroller.current?.focus({ preventScroll: true });
    },
  };
  const pointer = usePointer({
    stage,
    scroller,
    content,
    side,
    onMark: (mark, event) => {
      const plain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
      useTimeline.setState({ focus: mark, card: plain && cardActions });
      const delivery = deliveryOf(mark.deliveryId);
      if (plain && !cardActions) openMark(mark);
      else if (delivery !== undefined) onSelect(delivery, howOf(event));
    },
    onRow: (y, event) => {
      const row = rowAt(y, ROW_PX, total);
      const how = howOf(event);
      if (row >= 0) take(row, (delivery) => onSelect(delivery, how));
      useTimeline.setState({ focus: null, card: false });
    },
  });
  useWheel(root, scroller, stage, side);
  const onKeyDown = useTimelineKeys({
    stage,
    scroller,
    list,
    onMove: (mark, delivery, range) => {
      useTimeline.setState({ focus: mark, card: true, hover: null });
      onSelect(delivery, { range, toggle: false });
    },
    onOpen: () => {
      const { focus } = useTimeline.getState();
      useTimeline.setState({ card: cardActions && focus !== null, hover: null });
      if (focus === null) openSelected();
      else if (cardActions) requestAnimationFrame(() => card.current?.querySelector('button')?.focus());
      else openMark(focus);
    },
    opensCard: cardActions,
    onAll,
    onLeave,
  });

  // The window's width may put another timeline into this one's place, without the keyboard in it.
  useEffect(() => () => useTimeline.setState({ card: false, hover: null }), []);

  // What another pane selects is brought into view.
  const at = list.selected;
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null && at >= 0) box.scrollTop = scrollFor(at, ROW_PX, box.scrollTop, box.clientHeight);
  }, [at]);

  const rowId = (delivery: number) => `${id}-${delivery}`;
  const drawn = Array.from({ length: rows.end - rows.first }, (_, index) => deliveryAt(rows.first + index));
  return (
    <div
      ref={root}
      className="timeline"
      style={{ '--timeline-side': `${side}px`, '--timeline-bars': `${barsPx}px` } as React.CSSProperties}
    >
      <TimelineTop head={head} laneBox={laneBox} lane={lane} stage={stage} />
      <div
        ref={scroller}
        className="scroll list-scroll timeline-rows"
        role="grid"
        aria-label="Deliveries"
        aria-description="Arrows go from mark to mark; plus, minus and 0 zoom; J goes to now"
        aria-rowcount={total}
        aria-multiselectable="true"
        aria-activedescendant={
          selected !== null && drawn.some((delivery) => delivery?.id === selected)
            ? rowId(selected)
            : undefined
        }
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onBlur={({ relatedTarget }) => {
          if (card.current?.contains(relatedTarget) !== true) useTimeline.setState({ card: false });
        }}
      >
        {total === 0 ? (
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
          style={{ height: total === 0 ? 0 : contentHeight }}
          {...pointer}
          onDoubleClick={(event) => {
            const { left } = event.currentTarget.getBoundingClientRect();
            if (event.clientX - left >= side) goBack();
            else openSelected();
          }}
        >
          {drawn.map((delivery, index) =>
            delivery === undefined ? null : (
              <TimelineRow
                key={delivery.id}
                id={rowId(delivery.id)}
                delivery={delivery}
                index={rows.first + index}
                selected={delivery.id === selected}
                picked={selectedIds.has(delivery.id)}
                long={isLong(delivery, live ? minute : Number.NEGATIVE_INFINITY)}
              />
            ),
          )}
          <canvas
            ref={body}
            className="timeline-body"
            data-testid="timeline-marks"
            style={{ top: firstTop }}
          />
        </div>
      </div>
      <TimelineFooter
        shown={inView.end - inView.first}
        total={total}
        newestFirst={list.newestFirst}
        enter={cardActions ? 'opens the card' : 'opens the attempt'}
      />
      <MarkCard
        list={list}
        stage={stage}
        content={content}
        side={side}
        live={live}
        handle={card}
        actions={cardActions ? actions : null}
      />
    </div>
  );
}

function howOf(event: React.PointerEvent): ClickModifiers {
  return { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey };
}

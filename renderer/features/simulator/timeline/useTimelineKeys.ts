import type { KeyboardEvent, RefObject } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { scrollFor } from '../../../../shared/timeline/rows.ts';
import { revealing } from '../../../../shared/timeline/span.ts';
import { copyText } from '../../../lib/clipboard.ts';
import { shownDelivery } from '../../../state/deliveries.ts';
import { useUi } from '../../../state/ui.ts';
import type { DeliveryRows } from '../useDeliveryRows.ts';
import { goToNow, panBy, showAll, zoomStep } from './gestures.ts';
import { markByKey, rowByKey } from './navigate.ts';
import { ROW_PX } from './scene.ts';
import type { Stage } from './stage.ts';
import { type MarkRef, showSpan, useTimeline } from './timeline-view.ts';
import { deliveryName } from './timeline-words.ts';

/** One key pans by this share of the view. */
const PAN_SHARE = 0.15;

/** Keys that lead to another mark. */
const MOVES = /^(?:Arrow|Home|End|Page)/;

interface KeysProps {
  stage: RefObject<Stage | null>;
  scroller: RefObject<HTMLElement | null>;
  list: DeliveryRows;
  /** The mark that the keyboard has come to, its delivery, and whether rows up to it are to be chosen too. */
  onMove: (mark: MarkRef, delivery: DeliveryView, range: boolean) => void;
  /** Enter: into the detail, or into the card of the mark where the keyboard is. */
  onOpen: () => void;
  /** Enter goes to a mark first where the keyboard is at none. */
  opensCard: boolean;
  onAll: () => void;
  /** Esc with no card open. */
  onLeave: () => void;
}

/** The keys of the timeline: marks by arrows, panning by Shift and arrows, + - 0 and T. */
export function useTimelineKeys(props: KeysProps) {
  const { stage, scroller, list, onMove, onOpen, opensCard, onAll, onLeave } = props;
  const move = (key: string, range: boolean): boolean => {
    const drawn = stage.current;
    const box = scroller.current;
    if (drawn === null || box === null || list.total === 0) return false;
    const { focus } = useTimeline.getState();
    const row = focus === null ? -1 : list.rowOf(focus.deliveryId);
    const here = list.rowAt(row);
    const page = Math.max(1, Math.floor(box.clientHeight / ROW_PX) - 1);
    const next = here === undefined ? Math.max(0, list.selected) : rowByKey(key, row, list.total, page);
    // A row far away may have to be fetched first.
    list.take(next, (delivery) => {
      const marks = drawn.marks(delivery);
      const marksOfRow = (of: number) => (of === next ? marks : here === undefined ? [] : drawn.marks(here));
      // What may follow lies days ahead: the last thing that is sure comes first.
      const place =
        here === undefined
          ? Math.max(
              0,
              marks.findLastIndex(({ later }) => later === null),
            )
          : markByKey(key, { row, place: focus!.place }, list.total, marksOfRow, page)?.place;
      const at = place === undefined ? undefined : marks[place]?.at;
      if (place === undefined || at === undefined) return;
      box.scrollTop = scrollFor(next, ROW_PX, box.scrollTop, box.clientHeight);
      const span = drawn.span();
      const seen = revealing(span, at);
      if (seen !== span) showSpan(seen, { follow: false, remember: false });
      onMove({ deliveryId: delivery.id, place }, delivery, range);
    });
    return true;
  };

  const others: Record<string, (drawn: Stage) => void> = {
    '+': (drawn) => zoomStep(drawn, true),
    '=': (drawn) => zoomStep(drawn, true),
    '-': (drawn) => zoomStep(drawn, false),
    '0': showAll,
    j: goToNow,
    J: goToNow,
    Enter: () => {
      if (!opensCard || useTimeline.getState().focus !== null) onOpen();
      else move('Enter', false);
    },
  };

  return (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    const drawn = stage.current;
    if (drawn === null || event.altKey) return;
    const key = event.key;
    if (mod && key.toLowerCase() === 'a') onAll();
    else if (mod && key.toLowerCase() === 'c' && !event.shiftKey) copySelected();
    else if (mod) return;
    else if (key === 'Escape') {
      if (useTimeline.getState().card) useTimeline.setState({ card: false });
      else onLeave();
    } else if (event.shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight'))
      panBy(drawn, drawn.frame().width * PAN_SHARE * (key === 'ArrowLeft' ? -1 : 1));
    else if (MOVES.test(key)) {
      if (!move(key, event.shiftKey)) return;
    } else if (others[key] !== undefined) others[key](drawn);
    else return;
    event.preventDefault();
  };
}

function copySelected(): void {
  const delivery = shownDelivery(useUi.getState().deliveryId);
  if (delivery !== undefined) void copyText(`${deliveryName(delivery)}\t${delivery.state}`);
}

import type { KeyboardEvent, RefObject } from 'react';
import { scrollFor } from '../../../../shared/timeline/rows.ts';
import { revealing } from '../../../../shared/timeline/span.ts';
import { copyText } from '../../../lib/clipboard.ts';
import { useActivity } from '../../../state/activity.ts';
import { useUi } from '../../../state/ui.ts';
import { goToNow, panBy, showAll, zoomStep } from './gestures.ts';
import { markByKey } from './navigate.ts';
import { ROW_PX } from './scene.ts';
import type { Stage } from './stage.ts';
import { type MarkRef, showSpan, useTimeline } from './timeline-view.ts';
import { deliveryName } from './timeline-words.ts';

/** One key pans by this share of the view. */
const PAN_SHARE = 0.15;

interface KeysProps {
  stage: RefObject<Stage | null>;
  scroller: RefObject<HTMLElement | null>;
  ids: readonly number[];
  /** The mark that the keyboard has come to, and whether rows up to it are to be chosen too. */
  onMove: (mark: MarkRef, range: boolean) => void;
  /** Enter: into the detail. */
  onOpen: () => void;
  onAll: () => void;
  /** Esc with no card open. */
  onLeave: () => void;
}

/** The keys of the timeline: marks by arrows, panning by Shift and arrows, + - 0 and T. */
export function useTimelineKeys({ stage, scroller, ids, onMove, onOpen, onAll, onLeave }: KeysProps) {
  const move = (key: string, range: boolean): boolean => {
    const { deliveries } = useActivity.getState();
    const drawn = stage.current;
    const box = scroller.current;
    if (drawn === null || box === null || ids.length === 0) return false;
    const marksOfRow = (row: number) => {
      const delivery = deliveries.get(ids[row]!);
      return delivery === undefined ? [] : drawn.marks(delivery);
    };
    const { focus } = useTimeline.getState();
    const row = focus === null ? -1 : ids.indexOf(focus.deliveryId);
    const page = Math.max(1, Math.floor(box.clientHeight / ROW_PX) - 1);
    const selected = ids.indexOf(useUi.getState().deliveryId ?? -1);
    const start = Math.max(0, selected);
    const to =
      row === -1
        ? // What may follow lies days ahead: the last thing that is sure comes first.
          {
            row: start,
            place: Math.max(
              0,
              marksOfRow(start).findLastIndex(({ later }) => later === null),
            ),
          }
        : markByKey(key, { row, place: focus!.place }, ids.length, marksOfRow, page);
    if (to === undefined) return false;
    const at = marksOfRow(to.row)[to.place]?.at;
    if (at === undefined) return true;
    box.scrollTop = scrollFor(to.row, ROW_PX, box.scrollTop, box.clientHeight);
    const span = drawn.span();
    const seen = revealing(span, at);
    if (seen !== span) showSpan(seen, { follow: false, remember: false });
    onMove({ deliveryId: ids[to.row]!, place: to.place }, range);
    return true;
  };

  const others: Record<string, (drawn: Stage) => void> = {
    '+': (drawn) => zoomStep(drawn, true),
    '=': (drawn) => zoomStep(drawn, true),
    '-': (drawn) => zoomStep(drawn, false),
    '0': showAll,
    t: goToNow,
    T: goToNow,
    Enter: onOpen,
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
    else if (/^(?:Arrow|Home|End|Page)/.test(key)) {
      if (!move(key, event.shiftKey)) return;
    } else if (others[key] !== undefined) others[key](drawn);
    else return;
    event.preventDefault();
  };
}

function copySelected(): void {
  const id = useUi.getState().deliveryId;
  const delivery = id === null ? undefined : useActivity.getState().deliveries.get(id);
  if (delivery !== undefined) void copyText(`${deliveryName(delivery)}\t${delivery.state}`);
}

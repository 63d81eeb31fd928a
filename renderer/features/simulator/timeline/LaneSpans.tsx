import { Portal } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { LaneSpan } from '../../../../shared/timeline/lane.ts';
import { between, lengthOf, revealing } from '../../../../shared/timeline/span.ts';
import { useActivity } from '../../../state/activity.ts';
import { useZone } from '../../../state/workspace.ts';
import { zoomTo } from './gestures.ts';
import { spanSentences, spanText } from './lane-words.ts';
import type { Stage } from './stage.ts';
import { SIDE_GAP, showSpan } from './timeline-view.ts';
import type { Lane } from './useLane.ts';

/** Around a span that is zoomed to, in shares of its length. */
const ROOM = 0.5;
const AWAY_PX = 6;

interface LaneSpansProps {
  lane: Lane;
  /** Holds the spans; the stage puts it and them in their places. */
  box: RefObject<HTMLDivElement | null>;
  stage: RefObject<Stage | null>;
}

/** The spans in which the receiver was told something, or the platform was in maintenance: one stop of Tab, arrows go on. */
export function LaneSpans({ lane, box, stage }: LaneSpansProps) {
  const { spans, refresh } = lane;
  const zone = useZone();
  const runs = useActivity((state) => state.runs);
  const [shown, setShown] = useState<string | null>(null);
  const [stop, setStop] = useState<string | null>(null);
  const nameOf = (runId: number) => runs.get(runId)?.name;
  const isStop = spans.some(({ key }) => key === stop);

  const show = (span: LaneSpan) => {
    setShown(span.key);
    if (span.to === null) refresh();
  };
  const hide = () => setShown(null);
  const focusAt = (index: number) => {
    const element = box.current?.children[index];
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  };
  const onFocus = (span: LaneSpan) => {
    setStop(span.key);
    show(span);
    const drawn = stage.current;
    if (drawn === null) return;
    const whole = drawn.span();
    const seen = revealing(whole, span.from);
    if (seen !== whole) showSpan(seen, { follow: false, remember: false });
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const next = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: spans.length - 1 }[event.key];
    if (event.key === 'Escape') hide();
    else if (next !== undefined) focusAt(Math.max(0, Math.min(spans.length - 1, next)));
    else return;
    event.preventDefault();
  };
  const zoom = ({ from, to }: LaneSpan) => {
    const drawn = stage.current;
    if (drawn === null) return;
    const end = to ?? drawn.frame().now ?? drawn.span().to;
    const around = between(from, end);
    const room = lengthOf(around) * ROOM;
    zoomTo({ from: around.from - room, to: around.to + room });
    hide();
  };
  return (
    <>
      <div className="timeline-lane" role="group" aria-label="What the receiver was told">
        <div ref={box} className="timeline-lane-spans">
          {spans.map((span, index) => (
            <button
              key={span.key}
              type="button"
              className={span.kind === 'told' ? 'timeline-told' : 'timeline-told timeline-told-maintenance'}
              data-testid="lane-span"
              data-key={span.key}
              aria-label={spanText(spanSentences(span, zone, nameOf))}
              tabIndex={span.key === stop || (!isStop && index === 0) ? 0 : -1}
              onPointerEnter={() => show(span)}
              onPointerLeave={hide}
              onFocus={() => onFocus(span)}
              onBlur={hide}
              onKeyDown={(event) => onKeyDown(event, index)}
              onClick={() => zoom(span)}
            >
              <span className="timeline-told-whole">{span.text}</span>
              <span className="timeline-told-word">{span.text.split(/,? /)[0]}</span>
            </button>
          ))}
        </div>
      </div>
      {spans.map((span) =>
        span.key === shown ? (
          <LaneCard key={span.key} box={box} span={span} words={spanSentences(span, zone, nameOf)} />
        ) : null,
      )}
    </>
  );
}

interface LaneCardProps {
  box: RefObject<HTMLDivElement | null>;
  span: LaneSpan;
  words: ReturnType<typeof spanSentences>;
}

/** What a span says, under it; those who do not see it have it as the name of the span. */
function LaneCard({ box, span, words }: LaneCardProps) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const anchor = box.current?.querySelector(`[data-key="${span.key}"]`);
    if (card.current === null || anchor == null) return;
    const { left, bottom } = anchor.getBoundingClientRect();
    const most = window.innerWidth - card.current.offsetWidth - SIDE_GAP;
    card.current.style.left = `${Math.max(SIDE_GAP, Math.min(left, most))}px`;
    card.current.style.top = `${bottom + AWAY_PX}px`;
  });
  return (
    <Portal>
      <div ref={card} className="timeline-card timeline-lane-card" aria-hidden="true" data-testid="lane-card">
        <b>{words.title}</b>
        <p className="text-12">{words.sentence}</p>
        {words.requests === '' ? null : <p className="text-12 dimmed">{words.requests}</p>}
      </div>
    </Portal>
  );
}

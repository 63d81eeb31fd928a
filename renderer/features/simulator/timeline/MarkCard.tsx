import { Portal } from '@mantine/core';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { Chip } from '../../../components/Chip.tsx';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { useVirtualNow } from '../../../state/clock.ts';
import type { DeliveryRows } from '../useDeliveryRows.ts';
import { type CardLine, cardAsText } from './card.ts';
import type { Stage } from './stage.ts';
import { SIDE_GAP, useTimeline } from './timeline-view.ts';
import { deliveryName } from './timeline-words.ts';
import { useMarkCard } from './useMarkCard.ts';

/** From the middle of a mark to its card. */
const AWAY_PX = 14;

interface MarkCardProps {
  list: DeliveryRows;
  stage: RefObject<Stage | null>;
  content: RefObject<HTMLElement | null>;
  /** Width of the left columns in px. */
  side: number;
  /** Whether the clock is that of what is shown. */
  live: boolean;
}

/** Explains the mark under the pointer, else the one where the keyboard is; read aloud too. */
export function MarkCard({ list, stage, content, side, live }: MarkCardProps) {
  const hover = useTimeline((state) => state.hover);
  const focus = useTimeline((state) => (state.card ? state.focus : null));
  const shown = hover ?? focus;
  const now = useVirtualNow(1000);
  const delivery = shown === null ? undefined : list.rowAt(list.rowOf(shown.deliveryId));
  const card = useMarkCard(shown, delivery, live ? now : null);
  const box = useRef<HTMLDivElement>(null);
  const put = () => {
    const element = box.current;
    const place = shown === null ? null : stage.current?.placeOf(shown);
    if (element === null) return;
    element.style.visibility = place == null ? 'hidden' : 'visible';
    if (place == null || content.current === null) return;
    const origin = content.current.getBoundingClientRect();
    const x = origin.left + side + place.x;
    const y = origin.top + place.y;
    const { offsetWidth: wide, offsetHeight: tall } = element;
    const left = Math.min(x - SIDE_GAP, window.innerWidth - wide - SIDE_GAP);
    const below = y + AWAY_PX + tall <= window.innerHeight - SIDE_GAP;
    element.style.left = `${Math.max(SIDE_GAP, left)}px`;
    element.style.top = `${below ? y + AWAY_PX : Math.max(SIDE_GAP, y - AWAY_PX - tall)}px`;
  };
  useLayoutEffect(put);
  // Again after the timeline, whose own effects come later than the one above, has drawn itself in another size.
  useEffect(put);
  return (
    <>
      {card === null || delivery === undefined ? null : (
        <Portal>
          {/* Read aloud by the line below instead, as one text. */}
          <div ref={box} className="timeline-card" aria-hidden="true" data-testid="mark-card">
            <div className="hstack">
              <OutcomeMark mark={card.mark} label="" />
              <b>{card.title}</b>
              <span className="spacer" />
              <span className="dimmed text-12 nowrap">{card.when}</span>
            </div>
            <div className="text-12 dimmed timeline-subject">
              {deliveryName(delivery)}
              {card.condition === undefined ? null : (
                <>
                  , <b className="medium">{card.condition}</b>
                </>
              )}
            </div>
            <dl>
              {card.lines.map((line) => (
                <Line key={line.label} line={line} />
              ))}
            </dl>
            {card.foot === '' ? null : <p className="text-12 dimmed timeline-foot">{card.foot}</p>}
          </div>
        </Portal>
      )}
      <span className="visually-hidden" role="status">
        {hover === null && card !== null && delivery !== undefined
          ? `${deliveryName(delivery)}. ${cardAsText(card)}`
          : ''}
      </span>
    </>
  );
}

function Line({ line: { label, value, mark, certainty, strong } }: { line: CardLine }) {
  return (
    <div className={strong === true ? 'sum-line sum-total' : 'sum-line'}>
      <dt className="hstack">
        {mark === undefined ? null : <OutcomeMark mark={mark} label="" />}
        <span>{label}</span>
        {certainty == null || certainty === 'documented' ? null : <Chip tone="outline">{certainty}</Chip>}
      </dt>
      <dd className="mono">{value}</dd>
    </div>
  );
}

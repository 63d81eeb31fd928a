import { Portal } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { Chip } from '../../../components/Chip.tsx';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { useVirtualNow } from '../../../state/clock.ts';
import type { DeliveryRows } from '../useDeliveryRows.ts';
import { CardActions } from './CardActions.tsx';
import { type CardLine, cardAsText } from './card.ts';
import type { Stage } from './stage.ts';
import { type MarkRef, SIDE_GAP, sameMark, useTimeline } from './timeline-view.ts';
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
  /** The card itself, for who gives it the focus. */
  handle: Ref<HTMLDivElement>;
  /** Buttons on the card of the mark where the keyboard is; null for none. */
  actions: {
    onOpen: (mark: MarkRef) => void;
    /** Back to the rows. */
    onLeave: () => void;
  } | null;
}

/** Tab stays among the buttons of a card; Esc leaves it. */
function keepInside(event: KeyboardEvent<HTMLElement>, onLeave: () => void): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  const by = { ArrowRight: 1, ArrowLeft: -1, Tab: event.shiftKey ? -1 : 1 }[event.key];
  if (event.key === 'Escape') onLeave();
  else if (by !== undefined) buttons[(at + by + buttons.length) % buttons.length]?.focus();
  else return;
  event.preventDefault();
}

/** Explains the mark under the pointer, else the one where the keyboard is; read aloud too. */
export function MarkCard({ list, stage, content, side, live, handle, actions }: MarkCardProps) {
  const hover = useTimeline((state) => state.hover);
  const focus = useTimeline((state) => (state.card ? state.focus : null));
  const shown = hover ?? focus;
  const now = useVirtualNow(1000);
  const delivery = shown === null ? undefined : list.rowAt(list.rowOf(shown.deliveryId));
  const card = useMarkCard(shown, delivery, live ? now : null);
  const mark = shown !== null && sameMark(shown, focus) ? shown : null;
  const box = useRef<HTMLDivElement>(null);
  const frame = useMergedRef(box, handle);
  const put = () => {
    const element = box.current;
    const place = shown === null ? null : stage.current?.placeOf(shown);
    if (element === null) return;
    // A mark may move out of view as its delivery goes on; whoever is in its card stays there.
    if (place == null && element.contains(document.activeElement)) return;
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
          <CardFrame
            handle={frame}
            label={`${deliveryName(delivery)}, ${card.title}`}
            onLeave={mark === null ? null : (actions?.onLeave ?? null)}
          >
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
            {mark === null || actions === null ? null : (
              <CardActions
                delivery={delivery}
                onOpen={() => actions.onOpen(mark)}
                onLeave={actions.onLeave}
              />
            )}
          </CardFrame>
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

interface CardFrameProps {
  handle: Ref<HTMLDivElement>;
  label: string;
  /** Leaves a card that has buttons; null for one that only says something. */
  onLeave: (() => void) | null;
  children: ReactNode;
}

function CardFrame({ handle, label, onLeave, children }: CardFrameProps) {
  const shared = { ref: handle, 'data-testid': 'mark-card' };
  if (onLeave === null) {
    // Read aloud by a line of its own instead, as one text.
    return (
      <div {...shared} className="timeline-card" aria-hidden="true">
        {children}
      </div>
    );
  }
  return (
    <div
      {...shared}
      className="timeline-card timeline-card-open"
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => keepInside(event, onLeave)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) useTimeline.setState({ card: false });
      }}
    >
      {children}
    </div>
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

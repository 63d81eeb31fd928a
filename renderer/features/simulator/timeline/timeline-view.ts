import { create } from 'zustand';
import type { Mark } from '../../../../shared/delivery/mark.ts';
import { around, lengthOf, type Span } from '../../../../shared/timeline/span.ts';

/** One mark on screen: a delivery and the place of the mark in its row. */
export interface MarkRef {
  deliveryId: number;
  place: number;
}

export const sameMark = (one: MarkRef | null, other: MarkRef | null): boolean =>
  one?.deliveryId === other?.deliveryId && one?.place === other?.place;

interface TimelineState {
  /** What is shown; null shows everything. */
  span: Span | null;
  /** The view goes along with the time. */
  follow: boolean;
  /** Views to go back to, the last one first out. */
  back: readonly (Span | null)[];
  /** Only deliveries with one of these marks are listed; empty lists all. */
  only: ReadonlySet<Mark>;
  /** Where the keyboard is, and whether its card is open. */
  focus: MarkRef | null;
  card: boolean;
  /** Under the pointer. */
  hover: MarkRef | null;
  /** About how much is shown, and how much one bar of the histogram: set by the drawing. */
  spanText: string;
  barText: string;
  /** The days that are shown. */
  dayText: string;
}

export const useTimeline = create<TimelineState>()(() => ({
  span: null,
  follow: true,
  back: [],
  only: new Set(),
  focus: null,
  card: false,
  hover: null,
  spanText: '',
  barText: '',
  dayText: '',
}));

/** While the view follows, the time stands here: two thirds of it are past. */
const NOW_SHARE = 2 / 3;
const MOST_BACK = 30;
/** Room between a card and the edge of the window, in px. */
export const SIDE_GAP = 12;

/** The span to draw now. `whole` shows everything; `now` is null where no clock runs for what is shown. */
export function spanToShow(whole: Span, now: number | null): Span {
  const { span, follow } = useTimeline.getState();
  if (span === null) return whole;
  return follow && now !== null ? around(now, lengthOf(span), NOW_SHARE) : span;
}

/** Shows a span; the one before can be gone back to, unless this is one of many small moves. */
export function showSpan(span: Span | null, how: { follow: boolean; remember: boolean }): void {
  useTimeline.setState((state) => ({
    span,
    follow: how.follow,
    back: how.remember ? [...state.back, state.span].slice(-MOST_BACK) : state.back,
  }));
}

/** Goes back to the view before; at the beginning shows everything. */
export function goBack(): void {
  useTimeline.setState(({ back, follow }) => ({
    span: back.at(-1) ?? null,
    back: back.slice(0, -1),
    follow,
  }));
}

export function toggleFollow(shown: Span): void {
  useTimeline.setState(({ follow }) => ({ follow: !follow, span: shown }));
}

/** Lists only deliveries with that mark, besides the others chosen; or no longer. */
export function toggleOnly(mark: Mark): void {
  useTimeline.setState(({ only }) => {
    const next = new Set(only);
    if (!next.delete(mark)) next.add(mark);
    return { only: next, focus: null, card: false };
  });
}

/** What the views are of: a run and a list. */
let viewsOf = '';

/** Another run or list: views of the one before mean nothing there. The same one again keeps its view. */
export function keepViewsOf(what: string): void {
  if (what === viewsOf) return;
  viewsOf = what;
  useTimeline.setState({
    span: null,
    follow: true,
    back: [],
    only: new Set(),
    focus: null,
    card: false,
    hover: null,
  });
}

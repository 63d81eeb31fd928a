import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';

interface FixedRowsOptions {
  count: number;
  /** In px, of each row. */
  rowHeight: number;
  /** Rows drawn beyond what is in view, on each side. */
  overscan: number;
  /** Counts up with each row that came in above all others: what is looked at stays in place, unless that is the top. */
  prepended: number;
  /** Names what is listed; another list begins at its top. */
  source: string;
}

export interface FixedRows {
  /** The element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** The rows to draw, the last not included. */
  first: number;
  end: number;
  /** Height of all rows, in px. */
  height: number;
  isAtTop: boolean;
  /** To be called when the element was scrolled. */
  onScroll: () => void;
  /** Scrolls no farther than needed to have a row in view. */
  reveal: (index: number) => void;
  toTop: () => void;
}

/**
 * The window of a list whose rows have one height. It costs the same whatever the length of the list, which may change
 * many times a second: the library for rows of any height looks at each row then.
 */
export function useFixedRows(options: FixedRowsOptions): FixedRows {
  const { count, rowHeight, overscan, prepended, source } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [inView, setInView] = useState(0);
  const [known, setKnown] = useState({ prepended, source });
  if (known.prepended !== prepended || known.source !== source) {
    setKnown({ prepended, source });
    const added = prepended - known.prepended;
    if (known.source !== source) setTop(0);
    else if (added > 0 && top > 0) setTop(top + added * rowHeight);
  }

  // Before the paint, so that no frame shows the rows moved. At the top the element is not read: that would lay it out.
  const placed = useRef(known);
  const place = useEffectEvent(() => {
    const added = known.prepended - placed.current.prepended;
    const isOther = known.source !== placed.current.source;
    placed.current = known;
    const element = scroller.current;
    if (element === null) return;
    if (isOther) element.scrollTop = 0;
    // From where it is now: it may have been scrolled since.
    else if (added > 0 && top > 0) element.scrollTop += added * rowHeight;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came in are the reason.
  useLayoutEffect(() => place(), [known]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => setInView(element.clientHeight);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const scrollTo = (to: number) => {
    if (scroller.current !== null) scroller.current.scrollTop = to;
    setTop(to);
  };
  const height = count * rowHeight;
  const seen = Math.max(0, Math.min(top, height - inView));
  return {
    scroller,
    first: Math.max(0, Math.floor(seen / rowHeight) - overscan),
    end: Math.min(count, Math.ceil((seen + inView) / rowHeight) + overscan),
    height,
    isAtTop: top <= 0,
    onScroll: () => {
      if (scroller.current !== null) setTop(scroller.current.scrollTop);
    },
    reveal: (index) => {
      const [from, to] = [index * rowHeight, (index + 1) * rowHeight];
      if (from < seen) scrollTo(from);
      else if (to > seen + inView) scrollTo(to - inView);
    },
    toTop: () => scrollTo(0),
  };
}

import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { readNumber, writeNumber } from '../lib/local-storage.ts';

interface SplitProps {
  /** Names the size in storage: "receiver". */
  id: string;
  /** Says what is sized: "Width of the capture list". */
  label: string;
  /** "row": side by side; "column": one above the other. */
  direction?: 'row' | 'column';
  /** Which of the two panes keeps its size in pixels; the other takes the rest. */
  sized?: 'first' | 'second';
  initial: number;
  /** The smallest the sized pane may be, in pixels. */
  min: number;
  /** The smallest the other pane may be, in pixels. */
  minOther: number;
  first: ReactNode;
  /** Null leaves all the room to the first pane, which stays as it is. */
  second: ReactNode | null;
}

/** The least height of each of two panes, in px, that stand above each other for want of width, and of both. */
const STACKED_MIN = 160;
const STACKED_HEIGHT = 440;

/** Whether an element is narrower than `px`; known before the first paint. */
function useIsNarrower(element: RefObject<HTMLElement | null>, px: number): boolean {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const look = () => setWidth(element.current?.clientWidth ?? Number.POSITIVE_INFINITY);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width < px;
}

/**
 * Two panes and the line between them: drag it, or focus it and use the arrows; a double click resets. Where there is
 * too little width for both, they stand above each other and scroll together.
 */
export function Split(props: SplitProps) {
  const { id, label, direction = 'row', sized = 'first', initial, min, minOther, first, second } = props;
  const sizedPane = usePanelRef();
  const [wanted, setWanted] = useState(() => readNumber(`split.${id}`) ?? initial);
  const remember = (size: number) => {
    setWanted(size);
    writeNumber(`split.${id}`, size);
  };
  const reset = () => {
    sizedPane.current?.resize(initial);
    remember(initial);
  };
  const box = useRef<HTMLDivElement>(null);
  // Nested ones share the window's width: what counts is the room that this one has.
  const stacked = useIsNarrower(box, direction === 'row' && second !== null ? min + minOther : 0);
  const row = direction === 'row' && !stacked;
  const pane = (which: 'first' | 'second', children: ReactNode) => (
    <Panel
      id={which}
      className="pane-half"
      style={{ overflow: 'visible' }}
      {...(which === sized
        ? {
            panelRef: sizedPane,
            defaultSize: wanted,
            minSize: second === null ? 0 : stacked ? STACKED_MIN : min,
            groupResizeBehavior: 'preserve-pixel-size' as const,
          }
        : { minSize: second === null ? 0 : stacked ? STACKED_MIN : minOther })}
    >
      {children}
    </Panel>
  );
  return (
    <div ref={box} className={row ? 'panes' : 'panes panes-down'}>
      <Group
        className="panes"
        style={{
          minHeight: stacked
            ? STACKED_HEIGHT
            : direction === 'column' && second !== null
              ? min + minOther
              : 0,
        }}
        orientation={row ? 'horizontal' : 'vertical'}
        disableCursor
        onLayoutChanged={(_layout, { isUserInteraction }) => {
          // What the window alone changes is not what was wanted.
          const size = sizedPane.current?.getSize().inPixels;
          if (isUserInteraction && !stacked && second !== null && size !== undefined)
            remember(Math.round(size));
        }}
      >
        {pane('first', first)}
        {second === null ? null : (
          <>
            <Separator
              className={row ? 'split' : 'split split-column'}
              aria-label={label}
              disableDoubleClick
              onDoubleClick={reset}
            />
            {pane('second', second)}
          </>
        )}
      </Group>
    </div>
  );
}

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { readNumber, writeNumber } from '../lib/local-storage.ts';

const STEP = 8;
const LARGE_STEP = 64;

interface SplitProps {
  /** Names the size in storage: "receiver". */
  id: string;
  /** Says what is sized: "Width of the capture list". */
  label: string;
  /** "row": side by side; "column": one above the other. */
  direction?: 'row' | 'column';
  /** Which of the two panes has the size in pixels; the other takes the rest. */
  sized?: 'first' | 'second';
  initial: number;
  /** The smallest the sized pane may be. */
  min: number;
  /** The smallest the other pane may be. */
  minOther: number;
  first: ReactNode;
  /** Null leaves all the room to the first pane, which stays as it is. */
  second: ReactNode | null;
}

/** Two panes and the line between them: drag it, or focus it and use the arrows; a double click resets. */
export function Split(props: SplitProps) {
  const { id, label, direction = 'row', sized = 'first', initial, min, minOther, first, second } = props;
  const row = direction === 'row';
  const root = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(() => readNumber(`split.${id}`) ?? initial);
  const [space, setSpace] = useState(Number.POSITIVE_INFINITY);

  useLayoutEffect(() => {
    const measure = () => {
      const box = root.current?.getBoundingClientRect();
      if (box !== undefined && box.width > 0) setSpace(row ? box.width : box.height);
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (root.current !== null) observer.observe(root.current);
    return () => observer.disconnect();
  }, [row]);

  // What was wanted is kept, so that a window made small and large again has its panes back.
  const most = Math.max(min, space - minOther);
  const size = Math.round(Math.min(most, Math.max(min, wanted)));
  const set = (next: number) => {
    const allowed = Math.min(most, Math.max(min, next));
    setWanted(allowed);
    writeNumber(`split.${id}`, allowed);
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const start = row ? event.clientX : event.clientY;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => {
      const by = (row ? moved.clientX : moved.clientY) - start;
      set(size + (sized === 'first' ? by : -by));
    };
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? LARGE_STEP : STEP;
    const sign = sized === 'first' ? 1 : -1;
    const moves: Record<string, number> = {
      [row ? 'ArrowLeft' : 'ArrowUp']: size - by * sign,
      [row ? 'ArrowRight' : 'ArrowDown']: size + by * sign,
      Home: min,
      End: most,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };

  const style = { flex: 'none', [row ? 'width' : 'height']: size };
  return (
    <div ref={root} className={row ? 'panes' : 'panes panes-down'}>
      <div className="pane-half" style={sized === 'first' && second !== null ? style : { flex: 1 }}>
        {first}
      </div>
      {second === null ? null : (
        <>
          <div
            className={row ? 'split' : 'split split-column'}
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-orientation={row ? 'vertical' : 'horizontal'}
            aria-valuenow={size}
            aria-valuemin={min}
            aria-valuemax={Number.isFinite(most) ? Math.round(most) : size}
            onPointerDown={onPointerDown}
            onDoubleClick={() => set(initial)}
            onKeyDown={onKeyDown}
          />
          <div className="pane-half" style={sized === 'second' ? style : { flex: 1 }}>
            {second}
          </div>
        </>
      )}
    </div>
  );
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { hexLine } from '../../shared/template/hex.ts';

const LINE = 20;
/** What sixteen bytes on a line need, in the widest of the system's faces at 12 px. */
const WIDE_FROM = 560;

/** A hex dump of any length: only the lines in view are made. */
export function HexView({ bytes, label }: { bytes: Uint8Array; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(16);
  // A dump may neither be cut nor scrolled sideways: where there is less room, lines are half as long.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth < WIDE_FROM ? 8 : 16));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const virtualizer = useVirtualizer({
    count: Math.ceil(bytes.length / width),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 8,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div ref={scroller} className="code-block hex-view" role="region" aria-label={label} tabIndex={0}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, text } = hexLine(bytes, index, width);
          return (
            <div key={index} className="hex-line" style={{ transform: `translateY(${start}px)` }}>
              <span className="faint">{offset}</span>
              {`  ${hex}  `}
              <span className="dimmed">{text}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

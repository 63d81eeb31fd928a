import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { HEX_WIDTH, hexLine } from '../../shared/template/hex.ts';

const LINE = 20;

/** A hex dump of any length: only the lines in view are made. */
export function HexView({ bytes, label }: { bytes: Uint8Array; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: Math.ceil(bytes.length / HEX_WIDTH),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 8,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div ref={scroller} className="code hexview" role="region" aria-label={label} tabIndex={0}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, text } = hexLine(bytes, index);
          return (
            <div key={index} className="hexline" style={{ transform: `translateY(${start}px)` }}>
              <span className="t3">{offset}</span>
              {`  ${hex}  `}
              <span className="t2">{text}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

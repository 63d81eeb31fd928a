import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { hexByte, textByte } from '../../shared/template/hex.ts';
import { CopyButton } from './CopyButton.tsx';
import { useByteSelection } from './useByteSelection.ts';

const LINE = 20;
/** What sixteen bytes on a line need, in the widest of the system's faces at 12 px. */
const WIDE_FROM = 560;

/** Bytes that are marked: indexes, the end not included. */
export interface HexMark {
  from: number;
  to: number;
}

interface HexViewProps {
  bytes: Uint8Array;
  label: string;
  /** In order, without overlaps. */
  marks?: readonly HexMark[];
  /** Bytes that are selected elsewhere: marked as if they were here, and brought into view. */
  linked?: HexMark | null;
  /** Told what is selected here. */
  onSelect?: (selected: HexMark | null) => void;
}

/**
 * A hex dump of any length: only the lines in view are made. Bytes are selected with the pointer, or with the arrow
 * keys and Shift, as hex and as text at once.
 */
export function HexView({ bytes, label, marks = [], linked = null, onSelect }: HexViewProps) {
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
  const { selected, handlers } = useByteSelection(bytes, width, (byte) =>
    virtualizer.scrollToIndex(Math.floor(byte / width)),
  );
  const told = useEffectEvent((now: HexMark | null) => onSelect?.(now));
  const from = selected?.from;
  const to = selected?.to;
  useEffect(() => {
    told(from === undefined || to === undefined ? null : { from, to });
  }, [from, to]);
  const show = useEffectEvent((byte: number) => virtualizer.scrollToIndex(Math.floor(byte / width)));
  const first = linked?.from;
  useEffect(() => {
    if (first !== undefined) show(first);
  }, [first]);
  const isIn = (mark: HexMark | null, index: number) =>
    mark !== null && index >= mark.from && index < mark.to;
  const classOf = (index: number): string | undefined => {
    if (isIn(selected, index) || isIn(linked, index)) return 'hex-selected';
    return isMarked(marks, index) ? 'hex-marked' : undefined;
  };
  return (
    <div className="hex-frame">
      <div
        ref={scroller}
        className="code-block hex-view"
        // biome-ignore lint/a11y/useSemanticElements: a dump is no native element
        role="region"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls and selects must be reachable by keyboard.
        tabIndex={0}
        {...handlers}
        onCopy={(event) => {
          if (selected === null) return;
          event.clipboardData.setData('text/plain', hexText(bytes, selected));
          event.preventDefault();
        }}
      >
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div key={index} className="hex-line" style={{ transform: `translateY(${start}px)` }}>
              <Line bytes={bytes} at={index * width} width={width} classOf={classOf} />
            </div>
          ))}
        </div>
      </div>
      <Status bytes={bytes} selected={selected} />
    </div>
  );
}

interface LineProps {
  bytes: Uint8Array;
  at: number;
  width: number;
  classOf: (index: number) => string | undefined;
}

function Line({ bytes, at, width, classOf }: LineProps) {
  const hex: ReactNode[] = [];
  const text: ReactNode[] = [];
  for (let column = 0; column < width; column += 1) {
    const index = at + column;
    const gap = column === 0 ? '' : column === 8 ? '  ' : ' ';
    const byte = bytes[index];
    if (byte === undefined) {
      hex.push(`${gap}  `);
      continue;
    }
    const name = classOf(index);
    const before = name === undefined || name !== classOf(index - 1) || column === 0 ? gap : '';
    const within = before === '' ? gap : '';
    hex.push(
      before,
      <span key={index} data-byte={index} className={name}>
        {within}
        {hexByte(byte)}
      </span>,
    );
    text.push(
      <span key={index} data-byte={index} className={name}>
        {textByte(byte)}
      </span>,
    );
  }
  return (
    <>
      <span className="faint">{at.toString(16).padStart(6, '0')}</span>
      {'  '}
      {hex}
      {'  '}
      <span className="dimmed">{text}</span>
    </>
  );
}

/** What is selected, and how to take it along. */
function Status({ bytes, selected }: { bytes: Uint8Array; selected: HexMark | null }) {
  if (selected === null) return null;
  const part = bytes.subarray(selected.from, selected.to);
  const length = part.length === 1 ? '1 byte' : `${part.length.toLocaleString('en-US')} bytes`;
  return (
    <div className="hex-status hstack">
      <span role="status">
        {length} from {selected.from.toLocaleString('en-US')} (0x{selected.from.toString(16)})
      </span>
      <span className="spacer" />
      <CopyButton text={() => hexText(bytes, selected)} label="Copy selected bytes as hex" caption="Hex" />
      <CopyButton
        text={() => new TextDecoder().decode(part)}
        label="Copy selected bytes as text"
        caption="Text"
      />
    </div>
  );
}

function hexText(bytes: Uint8Array, { from, to }: HexMark): string {
  return [...bytes.subarray(from, to)].map(hexByte).join(' ');
}

function isMarked(marks: readonly HexMark[], index: number): boolean {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (marks[middle]!.to <= index) low = middle + 1;
    else high = middle;
  }
  return low < marks.length && marks[low]!.from <= index;
}

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { HexMark } from './HexView.tsx';

/** Where a selection began, and where it is moved to: indexes of bytes. */
interface Ends {
  of: Uint8Array;
  anchor: number;
  head: number;
}

const byteAt = (target: EventTarget): number | undefined => {
  const element = target instanceof Element ? target.closest('[data-byte]') : null;
  return element === null ? undefined : Number(element.getAttribute('data-byte'));
};

/**
 * The selected bytes of a dump and what moves them: a pointer that is drawn over them, arrow keys, Home, End and Shift
 * as in a text; Escape takes the selection back.
 */
export function useByteSelection(bytes: Uint8Array, width: number, show: (byte: number) => void) {
  const [ends, setEnds] = useState<Ends | null>(null);
  const current = ends?.of === bytes ? ends : null;

  const moveTo = (byte: number, extend: boolean) => {
    const head = Math.max(0, Math.min(bytes.length - 1, byte));
    setEnds({ of: bytes, anchor: extend && current !== null ? current.anchor : head, head });
    show(head);
  };
  const onPointerDown = (event: PointerEvent) => {
    const byte = byteAt(event.target);
    if (event.button !== 0) return;
    if (byte === undefined) {
      // Not on the scrollbar, which is no part of the lines.
      if (event.target !== event.currentTarget) setEnds(null);
      return;
    }
    moveTo(byte, event.shiftKey);
  };
  const onPointerMove = (event: PointerEvent) => {
    const byte = byteAt(event.target);
    if (byte === undefined || (event.buttons & 1) === 0 || current === null) return;
    setEnds({ ...current, head: byte });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = current?.head ?? -1;
    const steps: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from - width,
      ArrowDown: from + width,
      Home: event.ctrlKey ? 0 : from - (from % width),
      End: event.ctrlKey ? bytes.length - 1 : from - (from % width) + width - 1,
    };
    const next = steps[event.key];
    if (event.key === 'Escape' && current !== null) setEnds(null);
    else if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      setEnds({ of: bytes, anchor: 0, head: bytes.length - 1 });
    } else if (next !== undefined && (current !== null || event.shiftKey || event.key === 'ArrowRight')) {
      moveTo(next, event.shiftKey);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const selected: HexMark | null =
    current === null
      ? null
      : { from: Math.min(current.anchor, current.head), to: Math.max(current.anchor, current.head) + 1 };
  return { selected, handlers: { onPointerDown, onPointerMove, onKeyDown } };
}

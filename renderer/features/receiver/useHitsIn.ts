import { type RefObject, useEffect } from 'react';
import { useHits } from './list/useHits.ts';

/** The name by which receiver.css styles what the query asks for. */
const HIGHLIGHT = 'receiver-hit';
/** Stretches that are marked; a detail with more is marked enough. */
const MOST = 2_000;

/** The names of which a text of the request is a value, by where it stands on the screen. */
function fieldsOf(element: Element): string[] {
  if (element.closest('.receiver-url') !== null) return ['url', 'target', 'path'];
  const row = element.closest('.key-values > div');
  if (row === null) return ['body'];
  const name = row.querySelector('dt')?.textContent ?? '';
  const isHeader = row.parentElement?.getAttribute('aria-label')?.startsWith('Headers') === true;
  return isHeader ? ['headers', name] : [name];
}

/**
 * Marks in an element what the query line asks for, as long as it is shown; texts may come and go meanwhile. The marks are
 * a highlight of the page, so that what is shown needs to know nothing of them.
 */
export function useHitsIn(root: RefObject<HTMLElement | null>): void {
  const hits = useHits();
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    let frame = 0;
    const mark = () => {
      frame = 0;
      const ranges: Range[] = [];
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node !== null && ranges.length < MOST; node = texts.nextNode()) {
        const parent = node.parentElement;
        const text = node.nodeValue ?? '';
        if (parent === null || text.trim() === '' || parent.closest('button, label, h2') !== null) continue;
        for (const { start, end } of hits(text, fieldsOf(parent))) {
          const range = new Range();
          range.setStart(node, start);
          range.setEnd(node, end);
          ranges.push(range);
        }
      }
      if (ranges.length === 0) CSS.highlights.delete(HIGHLIGHT);
      else CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(mark);
    };
    const observer = new MutationObserver(soon);
    observer.observe(element, { subtree: true, childList: true, characterData: true });
    soon();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(HIGHLIGHT);
    };
  }, [root, hits]);
}

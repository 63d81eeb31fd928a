import type { Page } from '@playwright/test';

/**
 * What is wrong with the texts in view, each by what it is and the text itself. `cut`: it ends before its last letter
 * without an ellipsis (an ellipsis says the rest in a tooltip), or it is a chip that is cut at all. `covered`: something
 * that it does not stand in is painted over it. What scrolling brings into view is not cut; lists scroll downwards only.
 */
export async function badTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
    const named = (element: Element, text: string) =>
      `“${text.slice(0, 60)}” in ${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    // A modal dialog lies over the rest of the page on purpose.
    const root = document.querySelector('[role=dialog][aria-modal=true]') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || parent === null) continue;
      if (parent.closest('.visually-hidden, [aria-hidden=true], .cm-editor, .shell-rail') !== null) continue;
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
      const view = { left: 0, right: innerWidth, top: 0, bottom: innerHeight };
      const free = { x: false, y: false };
      let ellipsis = false;
      let cut = false;
      for (let at: Element | null = parent; at !== null; at = at.parentElement) {
        const { display, overflowX, overflowY, textOverflow } = getComputedStyle(at);
        if (display === 'inline' || (overflowX === 'visible' && overflowY === 'visible')) continue;
        if (textOverflow === 'ellipsis') ellipsis = true;
        if (scrolls(overflowX) && !at.classList.contains('list-scroll')) free.x = true;
        if (scrolls(overflowY)) free.y = true;
        const { left, top, bottom } = at.getBoundingClientRect();
        const right = left + at.clientLeft + at.clientWidth;
        cut ||= !free.x && rects.some((rect) => rect.right > right + 1.5 || rect.left < left - 1.5);
        cut ||= !free.y && rects.some((rect) => rect.bottom > bottom + 3 || rect.top < top - 3);
        view.left = Math.max(view.left, left);
        view.right = Math.min(view.right, right);
        view.top = Math.max(view.top, top);
        view.bottom = Math.min(view.bottom, bottom);
      }
      if (cut && (!ellipsis || parent.closest('.chip') !== null)) found.add(`cut: ${named(parent, text)}`);
      for (const rect of rects) {
        const [left, right] = [Math.max(rect.left, view.left), Math.min(rect.right, view.right)];
        const y = (rect.top + rect.bottom) / 2;
        // Half of a line at the edge of what scrolls belongs to neither side.
        if (right - left < 8 || y < view.top + 1 || y > view.bottom - 1) continue;
        const over = [left + 3, (left + right) / 2, right - 3]
          .map((x) => document.elementFromPoint(x, y))
          .find((hit) => hit !== null && !hit.contains(parent) && !parent.contains(hit));
        // What a label or a button is made of lies over its words.
        // The ground of a handle between panes may be hit beside its line.
        if (
          over == null ||
          over.matches('[role=separator]') ||
          parent.closest('label, button')?.contains(over) === true
        )
          continue;
        found.add(`covered: ${named(parent, text)} by ${named(over, over.textContent.trim())}`);
      }
    }
    return [...found];
  });
}

/** Column heads whose edges are more than a pixel off the cells of the first row below them, and how many were looked at. */
export async function headsOffColumns(page: Page): Promise<{ off: string[]; heads: number }> {
  return page.evaluate(() => {
    const off: string[] = [];
    let heads = 0;
    const shown = (cells: Iterable<Element>) =>
      [...cells].filter((cell) => cell.getBoundingClientRect().width > 0);
    for (const head of document.querySelectorAll('.list-head')) {
      const list = head.parentElement?.classList.contains('list-top') === true ? head.parentElement : head;
      const row = list.nextElementSibling?.querySelector('[aria-rowindex], [role=option]');
      if (row == null) continue;
      const above = shown(head.children);
      const below = shown(
        row.childElementCount === 1 && above.length > 1 ? row.firstElementChild!.children : row.children,
      );
      if (above.length < 3) continue;
      heads += 1;
      for (const [index, cell] of above.entries()) {
        const [a, b] = [cell.getBoundingClientRect(), below[index]?.getBoundingClientRect()];
        if (b === undefined || Math.abs(a.left - b.left) > 1 || Math.abs(a.right - b.right) > 1)
          off.push(`${cell.textContent}: ${a.left} to ${a.right} above ${b?.left} to ${b?.right}`);
      }
    }
    return { off, heads };
  });
}

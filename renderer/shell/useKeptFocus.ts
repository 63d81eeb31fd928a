import { useEffect } from 'react';
import { focusFirstPane } from '../components/Pane.tsx';
import { useUi } from '../state/ui.ts';

/** How many elements that had the focus are remembered. */
const REMEMBERED = 20;

/** Ms after which what closed has put the focus where it wants it: Mantine's dialogs take 10. */
const SETTLED_MS = 20;

/** Whether the focus can go to it now. */
function canTake(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility() && !element.matches(':disabled');
}

/**
 * Keeps the focus in the page. When what had it is gone (a dialog or a menu that closed, a row or a button that was
 * removed), it goes back to what had it before and is still there, else to the screen's first pane. Focus that the user
 * took away, by a click on the ground, stays away.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let had: HTMLElement[] = [];
    let pointer = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const restore = () => {
      const { activeElement } = document;
      if (activeElement !== null && activeElement !== document.body) return;
      const dialog = [...document.querySelectorAll<HTMLElement>('[aria-modal="true"]')].at(-1);
      had = had.filter((element) => element.isConnected);
      for (const element of had.toReversed()) {
        if (!canTake(element) || dialog?.contains(element) === false) continue;
        element.focus({ preventScroll: true });
        // It may no longer take it, for a reason of its own.
        if (document.activeElement === element) return;
      }
      if (dialog === undefined) focusFirstPane();
      else dialog.focus();
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(restore, SETTLED_MS);
    };
    const onFocusIn = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || target === document.body) return;
      // The sections are where one comes from, not where one works.
      if (target.closest('nav') !== null) return;
      had = [...had.filter((element) => element !== target), target].slice(-REMEMBERED);
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      // The window lost it, or a press on the ground took it.
      if (relatedTarget !== null || pointer || !document.hasFocus()) return;
      later();
    };
    const onPointerDown = () => {
      pointer = true;
      setTimeout(() => {
        pointer = false;
      });
    };
    // What is removed or disabled loses the focus without a word.
    const observer = new MutationObserver(() => {
      const last = had.at(-1);
      if (last !== undefined && !canTake(last)) later();
    });
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    });
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', onFocusOut);
    document.addEventListener('pointerdown', onPointerDown, true);
    // Where one was in another section is no place to go back to.
    const leave = useUi.subscribe(({ section }, before) => {
      if (section === before.section) return;
      had = had.filter((element) => element.closest('main') === null);
      later();
    });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', onFocusOut);
      document.removeEventListener('pointerdown', onPointerDown, true);
      leave();
    };
  }, []);
}

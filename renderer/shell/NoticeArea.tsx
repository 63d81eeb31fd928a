import { Notifications } from '@mantine/notifications';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';

/**
 * Where notices stand: above the status line, in room that the screen and its dialogs make for them, so that they cover
 * nothing. A region of its own for F6; Escape closes the one that has the focus. It is there before the first notice, so
 * that screen readers hear of each.
 */
export function NoticeArea() {
  const area = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const { style } = document.documentElement;
      const height = `${element.offsetHeight}px`;
      style.setProperty('--notices-h', height);
      // What reaches down to the edge of the window makes room for the status line, too.
      style.setProperty('--notices-room', height === '0px' ? height : `calc(${height} + var(--status-h))`);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const notice = (event.target as Element).closest('.mantine-Notification-root');
    notice?.querySelector<HTMLElement>('.mantine-Notification-closeButton')?.click();
  };
  return (
    <section
      ref={area}
      className="pane notice-area"
      aria-label="Notifications"
      aria-live="polite"
      onKeyDown={onKeyDown}
    >
      <Notifications withinPortal={false} position="bottom-right" limit={3} allowDragDismiss={false} />
    </section>
  );
}

/** Whether somebody looks at the notices, or works in them: none may go away meanwhile. */
export function isInNotices(): boolean {
  return document.querySelector('.notice-area:is(:hover, :focus-within)') !== null;
}

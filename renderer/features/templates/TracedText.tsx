import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
} from 'react';
import { endTrace, showTrace, type TraceSource, useIsTraced, useTrace } from './trace.ts';

const VALUES = '[data-trace]';

interface Props {
  from: TraceSource;
  label: string;
  testId: string;
  children: ReactNode;
}

/**
 * A text whose values lead back to their placeholders: those under the pointer, and with the left and right arrows
 * one after the other.
 */
export function TracedText({ from, label, testId, children }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const shown = useTrace((state) => (state.from === from ? null : state.ids));
  useEffect(() => {
    const [id] = shown ?? [];
    if (id !== undefined) find(root.current, id)?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  useEffect(() => () => endTrace(from), [from]);

  const show = (value: Element | null | undefined) => {
    const id = value?.getAttribute('data-trace');
    if (value === null || value === undefined || id === null || id === undefined) endTrace(from);
    else showTrace([id], from, value);
  };
  const onPointerOver = ({ target }: PointerEvent) => {
    show(target instanceof Element ? target.closest(VALUES) : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return endTrace(from);
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const values = [...(root.current?.querySelectorAll(VALUES) ?? [])];
    const [id] = useTrace.getState().ids;
    const at = values.findIndex((value) => value.getAttribute('data-trace') === id);
    const next =
      event.key === 'ArrowRight' ? values[at + 1] : at === -1 ? values.at(-1) : values[Math.max(at - 1, 0)];
    if (next === undefined) return;
    next.scrollIntoView({ block: 'nearest' });
    show(next);
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) endTrace(from);
  };
  return (
    <section className="scroll" aria-label={label}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only shows what the arrows show too */}
      <div
        ref={root}
        className="code-block code-wrap templates-text"
        data-testid={testId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled text must be reachable by keyboard
        tabIndex={0}
        onPointerOver={onPointerOver}
        onPointerLeave={() => endTrace(from)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      >
        {children}
      </div>
    </section>
  );
}

function find(root: Element | null, id: string): Element | null | undefined {
  return root?.querySelector(`[data-trace="${CSS.escape(id)}"]`);
}

/** One value in such a text. */
export function TracedValue({
  id,
  className,
  children,
}: {
  id: string;
  className: string;
  children: ReactNode;
}) {
  const traced = useIsTraced(id);
  return (
    <span className={className} data-trace={id} data-traced={traced || undefined}>
      {children}
    </span>
  );
}

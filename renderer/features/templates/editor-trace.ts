import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view';
import type { LintField } from '../../../shared/template/lint/finding.ts';
import { occurrenceId } from '../../../shared/template/trace.ts';
import { endTrace, showTrace, useTrace } from './trace.ts';

/** The longest name that is looked for around a position: a line may have 100,000 characters. */
const LONGEST = 200;
const PLACEHOLDER = /\{[A-Za-z][A-Za-z0-9_]*\}/g;

/** The placeholder around a position of an editor. */
function placeholderAt(state: EditorState, position: number): { start: number; end: number } | undefined {
  const from = Math.max(0, position - LONGEST);
  const text = state.sliceDoc(from, position + LONGEST);
  for (const match of text.matchAll(PLACEHOLDER)) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (start <= position && position <= end) return { start, end };
    if (start > position) return undefined;
  }
  return undefined;
}

const setTraced = StateEffect.define<readonly number[]>();
const MARK = Decoration.mark({ class: 'tp-traced' });

function decorate(state: EditorState, starts: readonly number[]): DecorationSet {
  const ranges = starts.flatMap((start) => {
    // A preview may be a moment behind the text.
    const found = start < state.doc.length ? placeholderAt(state, start + 1) : undefined;
    return found?.start === start ? [MARK.range(found.start, found.end)] : [];
  });
  return Decoration.set(ranges, true);
}

const traced = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setTraced));
    return set === undefined ? marks.map(transaction.changes) : decorate(transaction.state, set.value);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks in one editor what is shown elsewhere, scrolled into view. */
class Follower {
  readonly #stop: () => void;

  constructor(view: EditorView, field: LintField) {
    let shown = false;
    this.#stop = useTrace.subscribe(({ ids, from }) => {
      const own = [...ids]
        .filter((id) => id.startsWith(`${field} `))
        .map((id) => Number(id.slice(field.length + 1)))
        .sort((a, b) => a - b);
      if (own.length === 0 && !shown) return;
      shown = own.length > 0;
      const first = own[0];
      const within = first !== undefined && first < view.state.doc.length;
      const scroll =
        within && from !== 'editor' ? [EditorView.scrollIntoView(first, { y: 'nearest', yMargin: 24 })] : [];
      view.dispatch({ effects: [setTraced.of(own), ...scroll] });
    });
  }

  destroy(): void {
    this.#stop();
  }
}

/**
 * Ties the placeholders of an editor to the previews: one under the pointer or the cursor is marked wherever it comes
 * to stand, and one that a preview shows is marked here.
 */
export function placeholderTrace(field: LintField): Extension {
  const show = (view: EditorView, position: number | null) => {
    const found = position === null ? undefined : placeholderAt(view.state, position);
    if (found === undefined) endTrace('editor');
    else showTrace([occurrenceId({ field, start: found.start })], 'editor', null);
  };
  const atCursor = (view: EditorView) => (view.hasFocus ? view.state.selection.main.head : null);
  return [
    traced,
    ViewPlugin.define((view) => new Follower(view, field)),
    EditorView.updateListener.of(({ view, selectionSet, focusChanged }) => {
      if (selectionSet || focusChanged) show(view, atCursor(view));
    }),
    EditorView.domEventHandlers({
      mousemove: (event, view) => {
        const over = event.target instanceof Element ? event.target.closest('.ph') : null;
        // Beside the text there is a nearest position too, which the pointer does not mean.
        show(view, over === null ? atCursor(view) : view.posAtDOM(over) + 1);
      },
      mouseleave: (_event, view) => show(view, atCursor(view)),
    }),
  ];
}

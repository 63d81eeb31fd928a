import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view';
import type { LintField } from '../../../shared/template/lint/finding.ts';
import { placeholderAt as placeholderIn } from '../../../shared/template/parse.ts';
import { occurrenceId } from '../../../shared/template/trace.ts';
import { endTrace, showTrace, useTrace } from './trace.ts';

/** The longest name that is looked for around a position: a line may have 100,000 characters. */
const LONGEST = 200;

/** The placeholder around a position of an editor. */
function placeholderAt(state: EditorState, position: number): { start: number; end: number } | undefined {
  const from = Math.max(0, position - LONGEST);
  const found = placeholderIn(state.sliceDoc(from, position + LONGEST), position - from);
  return found === undefined ? undefined : { start: from + found.start, end: from + found.end };
}

const setTraced = StateEffect.define<readonly number[]>();
const MARK = Decoration.mark({ class: 'templates-traced' });

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

/** Where the placeholders of one field that are shown begin, in their order. */
export function startsIn(field: LintField, ids: Iterable<string>): number[] {
  return [...ids]
    .filter((id) => id.startsWith(`${field} `))
    .map((id) => Number(id.slice(field.length + 1)))
    .sort((a, b) => a - b);
}

/** Marks in one editor what is shown elsewhere, scrolled into view. */
class Follower {
  #shown = false;
  readonly #stop: () => void;

  constructor(view: EditorView, field: LintField, begin: () => number) {
    const follow = ({ ids, from }: ReturnType<typeof useTrace.getState>) => {
      const own = startsIn(field, ids)
        .map((start) => start - begin())
        .filter((start) => start >= 0 && start < view.state.doc.length);
      if (own.length === 0 && !this.#shown) return;
      this.#shown = own.length > 0;
      const first = own[0];
      const scroll =
        first !== undefined && from !== 'editor'
          ? [EditorView.scrollIntoView(first, { y: 'nearest', yMargin: 24 })]
          : [];
      view.dispatch({ effects: [setTraced.of(own), ...scroll] });
    };
    const stop = useTrace.subscribe(follow);
    let ended = false;
    this.#stop = () => {
      ended = true;
      stop();
    };
    // A row of a table may come on screen because of what is shown; while it is made it takes no changes.
    queueMicrotask(() => {
      if (!ended) follow(useTrace.getState());
    });
  }

  destroy(): void {
    this.#stop();
  }
}

/**
 * A mark that comes or goes moves the text into another element, at which Chromium lets go of what is selected in it,
 * and the editor would take that for the user's will.
 */
const keepSelection = EditorView.updateListener.of(({ view, docChanged }) => {
  const { main } = view.state.selection;
  if (docChanged || main.empty || !view.hasFocus) return;
  const selection = getSelection();
  // A person who lets go of it puts the cursor into the text.
  if (selection === null || !selection.isCollapsed || selection.anchorNode instanceof Text) return;
  const anchor = view.domAtPos(main.anchor);
  const head = view.domAtPos(main.head);
  selection.setBaseAndExtent(anchor.node, anchor.offset, head.node, head.offset);
});

/**
 * Ties the placeholders of an editor to the previews: one under the pointer or the cursor is marked wherever it comes
 * to stand, and one that a preview shows is marked here. `begin` tells where in the field's text the editor's begins: an
 * editor may show one cell of it.
 */
export function placeholderTrace(field: LintField, begin: () => number): Extension {
  const show = (view: EditorView, position: number | null) => {
    const found = position === null ? undefined : placeholderAt(view.state, position);
    if (found === undefined) endTrace('editor');
    else showTrace([occurrenceId({ field, start: begin() + found.start })], 'editor', null);
  };
  const atCursor = (view: EditorView) => (view.hasFocus ? view.state.selection.main.head : null);
  return [
    traced,
    keepSelection,
    ViewPlugin.define((view) => new Follower(view, field, begin)),
    EditorView.updateListener.of(({ view, selectionSet, focusChanged }) => {
      if (selectionSet || focusChanged) show(view, atCursor(view));
    }),
    EditorView.domEventHandlers({
      mousemove: (event, view) => {
        const over = event.target instanceof Element ? event.target.closest('.placeholder') : null;
        // Beside the text there is a nearest position too, which the pointer does not mean.
        show(view, over === null ? atCursor(view) : view.posAtDOM(over) + 1);
      },
      mouseleave: (_event, view) => show(view, atCursor(view)),
    }),
  ];
}

import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { Placeholder } from '../../../shared/placeholders/placeholder-registry.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { type PlaceholderMark, placeholderMarks } from '../../../shared/template/placeholder-marks.ts';

/** What the marks of an editor depend on besides its text. */
export interface MarkContext {
  /** The placeholders that mean something here, by name. */
  registry: ReadonlyMap<string, Placeholder>;
  known: (name: string) => boolean;
  /** The sample's values, or null while there is none. */
  values: Values | null;
}

/** Tells an editor that the sample or the registry has changed. */
export const setMarkContext = StateEffect.define<MarkContext>();

const CLASSES: Record<PlaceholderMark['state'], string> = {
  known: 'placeholder',
  empty: 'placeholder placeholder-empty',
  unknown: 'placeholder placeholder-unknown',
  secret: 'placeholder',
};

/** What a placeholder is worth, in words: colour never says it alone. */
export function markTitle({ name, state }: Pick<PlaceholderMark, 'name' | 'state'>, values: Values | null) {
  if (state === 'secret') return `{${name}} is a secret: its value is put in when an attempt leaves`;
  if (state === 'unknown') return `{${name}} is not a known placeholder; names are case-sensitive`;
  if (state === 'empty') return `{${name}} is empty in this sample`;
  return values === null ? `{${name}}` : `{${name}} is ${values[name]}`;
}

/** Characters beside what is visible that are looked at too, so that a placeholder at its edge is found whole. */
const MARGIN = 200;

/** The marks of what is visible: ten thousand placeholders cost no more than those on screen. */
function decorate({ state, visibleRanges }: EditorView, { known, values }: MarkContext): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let done = 0;
  for (const { from, to } of visibleRanges) {
    const first = Math.max(done, from - MARGIN);
    const last = Math.min(state.doc.length, to + MARGIN);
    if (last <= first) continue;
    for (const mark of placeholderMarks(state.sliceDoc(first, last), known, values)) {
      const attributes = { title: markTitle(mark, values) };
      const decoration = Decoration.mark({ class: CLASSES[mark.state], attributes });
      builder.add(first + mark.start, first + mark.end, decoration);
      done = first + mark.end;
    }
  }
  return builder.finish();
}

/** Marks the placeholders of an editor: known, empty in the sample, unknown. */
export function placeholderHighlight(initial: MarkContext): Extension {
  const context = StateField.define<MarkContext>({
    create: () => initial,
    update: (value, { effects }) => effects.find((effect) => effect.is(setMarkContext))?.value ?? value,
  });
  return [
    context,
    ViewPlugin.fromClass(
      class {
        marks: DecorationSet;
        constructor(view: EditorView) {
          this.marks = decorate(view, view.state.field(context));
        }
        update({ docChanged, viewportChanged, startState, state, view }: ViewUpdate) {
          if (docChanged || viewportChanged || startState.field(context) !== state.field(context))
            this.marks = decorate(view, state.field(context));
        }
      },
      { decorations: ({ marks }) => marks },
    ),
  ];
}

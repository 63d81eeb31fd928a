import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Values } from '../../../shared/domain/values.ts';
import type { Placeholder } from '../../../shared/placeholders/catalogue.ts';
import { type PlaceholderMark, placeholderMarks } from '../../../shared/template/placeholder-marks.ts';

/** What the marks of an editor depend on besides its text. */
export interface MarkContext {
  /** The placeholders that mean something here, by name. */
  catalogue: ReadonlyMap<string, Placeholder>;
  known: (name: string) => boolean;
  /** The sample's values, or null while there is none. */
  values: Values | null;
}

/** Tells an editor that the sample or the catalogue has changed. */
export const setMarkContext = StateEffect.define<MarkContext>();

const CLASSES: Record<PlaceholderMark['state'], string> = {
  known: 'ph',
  empty: 'ph e',
  unknown: 'ph u',
};

/** What a placeholder is worth, in words: colour never says it alone. */
export function markTitle({ name, state }: Pick<PlaceholderMark, 'name' | 'state'>, values: Values | null) {
  if (state === 'unknown') return `{${name}} is not a known placeholder; names are case-sensitive`;
  if (state === 'empty') return `{${name}} is empty in this sample`;
  return values === null ? `{${name}}` : `{${name}} is ${values[name]}`;
}

function decorate(text: string, { known, values }: MarkContext): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const mark of placeholderMarks(text, known, values)) {
    const attributes = { title: markTitle(mark, values) };
    builder.add(mark.start, mark.end, Decoration.mark({ class: CLASSES[mark.state], attributes }));
  }
  return builder.finish();
}

/** Marks the placeholders of an editor: known, empty in the sample, unknown. */
export function placeholderHighlight(context: MarkContext): Extension {
  return StateField.define<{ context: MarkContext; marks: DecorationSet }>({
    create: (state) => ({ context, marks: decorate(state.doc.toString(), context) }),
    update(value, transaction) {
      const changed = transaction.effects.find((effect) => effect.is(setMarkContext));
      if (changed === undefined && !transaction.docChanged) return value;
      const next = changed?.value ?? value.context;
      return { context: next, marks: decorate(transaction.newDoc.toString(), next) };
    },
    provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
  });
}

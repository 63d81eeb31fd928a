import type { EditorView } from '@codemirror/view';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';

/** The editors on screen by the field that they edit. */
const editors = new Map<LintField, EditorView>();

/** Makes an editor known as the one of a field, until the function given back is called. */
export function registerEditor(field: LintField, view: EditorView): () => void {
  editors.set(field, view);
  return () => {
    if (editors.get(field) === view) editors.delete(field);
  };
}

/** Shows the place of a finding: selected, scrolled to, and with the focus. */
export function showFinding({ field, start, end }: Pick<Finding, 'field' | 'start' | 'end'>): void {
  const view = editors.get(field);
  if (view === undefined) return;
  const { length } = view.state.doc;
  view.dispatch({
    selection: { anchor: Math.min(start, length), head: Math.min(end, length) },
    scrollIntoView: true,
  });
  view.focus();
}

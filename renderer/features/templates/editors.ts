import type { EditorView } from '@codemirror/view';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';

/** What shows one field: a text editor, or a table of its parts. */
interface Shown {
  /** Selects a stretch of the field's text, scrolls to it and gives it the focus. */
  show: (start: number, end: number) => void;
  /** Gives it the focus, where the cursor was. */
  focus: () => void;
  /** Writes at the end of the field's text. */
  append: (text: string) => void;
}

const fields = new Map<LintField, Shown>();

/** Makes known what shows a field, until the function given back is called. */
export function registerField(field: LintField, shown: Shown): () => void {
  fields.set(field, shown);
  return () => {
    if (fields.get(field) === shown) fields.delete(field);
  };
}

/** Shows the place of a finding: selected, scrolled to, and with the focus. */
export function showFinding({ field, start, end }: Pick<Finding, 'field' | 'start' | 'end'>): void {
  fields.get(field)?.show(start, end);
}

/** Gives a field the focus. */
export function focusField(field: LintField): void {
  fields.get(field)?.focus();
}

/** The editor that had the focus last, for as long as it is on screen. */
let last: EditorView | null = null;

/** Remembers the editor that has the focus now. */
export function editorFocused(view: EditorView): void {
  last = view;
}

/** Forgets an editor that leaves the screen. */
export function editorGone(view: EditorView): void {
  if (last === view) last = null;
}

/**
 * Writes a placeholder where the cursor of the editor last used is, over what is selected there; behind the URL where
 * none was used yet.
 */
export function insertPlaceholder(name: string): void {
  const text = `{${name}}`;
  if (last === null) {
    fields.get('url')?.append(text);
    return;
  }
  last.dispatch(last.state.replaceSelection(text), { userEvent: 'input.complete', scrollIntoView: true });
  last.focus();
}

/** Gives the focus back to the editor last used. */
export function backToEditor(): void {
  last?.focus();
}

import { insertNewlineKeepIndent } from '@codemirror/commands';
import {
  EditorState,
  type Extension,
  RangeSetBuilder,
  type StateCommand,
  type Text,
} from '@codemirror/state';
import { Decoration, EditorView, highlightSpecialChars, keymap } from '@codemirror/view';

/** Where a cursor between "\r" and "\n" belongs: before both. */
function outside(doc: Text, at: number): number {
  return at > 0 && doc.sliceString(at - 1, at + 1) === '\r\n' ? at - 1 : at;
}

/** No cursor stands, and so nothing is typed, inside of a "\r\n". */
const neverInside = EditorState.transactionFilter.of((transaction) => {
  if (transaction.selection === undefined) return transaction;
  const { newDoc, newSelection } = transaction;
  const { anchor, head } = newSelection.main;
  const moved = { anchor: outside(newDoc, anchor), head: outside(newDoc, head) };
  if (moved.anchor === anchor && moved.head === head) return transaction;
  return [transaction, { selection: moved, sequential: true }];
});

const both = Decoration.mark({});

/** Arrows and the delete keys take "\r\n" as one. */
const asOne = EditorView.atomicRanges.of((view) => {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (const { index } of view.state.sliceDoc(from, to + 1).matchAll(/\r\n/g))
      found.add(from + index, from + index + 2, both);
  }
  return found.finish();
});

/** Enter ends a line as the first one ends. */
const newLine: StateCommand = (target) => {
  const { state, dispatch } = target;
  if (!state.doc.line(1).text.endsWith('\r')) return insertNewlineKeepIndent(target);
  const { from } = state.selection.main;
  const line = state.doc.lineAt(from);
  const indent = /^[ \t]*/.exec(line.text.slice(0, from - line.from))![0];
  dispatch(
    state.update(state.replaceSelection(`\r\n${indent}`), { userEvent: 'input', scrollIntoView: true }),
  );
  return true;
};

function glyph(code: number, description: string | null, placeholder: string): HTMLElement {
  const element = document.createElement('span');
  element.className = code === 13 ? 'cm-specialChar templates-return' : 'cm-specialChar';
  // In caret notation: the pictures that Unicode has for them are too small to be read.
  element.textContent = code === 13 ? '↵' : code < 32 ? `^${String.fromCharCode(64 + code)}` : placeholder;
  if (description !== null) element.title = description;
  return element;
}

/** Shows what cannot be seen, carriage returns included, and keeps line ends as they are. */
export function lineEnds(): Extension {
  return [
    highlightSpecialChars({ render: glyph }),
    neverInside,
    asOne,
    keymap.of([{ key: 'Enter', run: newLine }]),
  ];
}

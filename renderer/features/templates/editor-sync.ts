import {
  Annotation,
  type ChangeSpec,
  EditorSelection,
  EditorState,
  type Extension,
  Transaction,
} from '@codemirror/state';
import { EditorView, keymap, type ViewUpdate } from '@codemirror/view';
import {
  cellSpan,
  editCell,
  readUrl,
  type Span,
  textForCell,
  type UrlCell,
  type UrlTable,
} from '../../../shared/template/url-table.ts';
import type { TemplateText } from './template-text.ts';

/** Marks what an editor takes over from its text, which must not be told to the text again. */
const mirrored = Annotation.define<boolean>();
/** Says which editor a change of a text came from. */
const origin = Annotation.define<EditorView>();

/** What an editor shows of a text: all of it, or one cell of the URL's table. */
export interface Part {
  text: TemplateText;
  cell?: UrlCell | undefined;
}

const tables = new WeakMap<TemplateText, { string: string; table: UrlTable }>();

/** The table of a URL as it is now; read once for each state of the text. */
export function tableOf(text: TemplateText): UrlTable {
  const known = tables.get(text);
  if (known?.string === text.string) return known.table;
  const table = readUrl(text.string);
  tables.set(text, { string: text.string, table });
  return table;
}

/** Where the part stands in its text; undefined for a cell that is gone. */
export function spanOf({ text, cell }: Part): Span | undefined {
  return cell === undefined ? { start: 0, end: text.string.length } : cellSpan(tableOf(text), cell);
}

/** The part's own text. */
export function shownText(part: Part): string {
  const span = spanOf(part);
  return span === undefined ? '' : part.text.string.slice(span.start, span.end);
}

/** Text that is typed, pasted or dropped, made fit for where it goes: other changes pass as they are. */
function asTyped(fitting: (typed: string) => string): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.annotation(mirrored) === true) return transaction;
    const changes: ChangeSpec[] = [];
    let differs = false;
    transaction.changes.iterChanges((from, to, _fromNow, _toNow, inserted) => {
      const typed = inserted.sliceString(0, inserted.length, '\n');
      const insert = fitting(typed);
      differs ||= insert !== typed;
      changes.push({ from, to, insert });
    });
    if (!differs) return transaction;
    const set = transaction.startState.changes(changes);
    const userEvent = transaction.annotation(Transaction.userEvent);
    return {
      changes: set,
      // Behind what was typed, even where it replaced a selection.
      selection: EditorSelection.cursor(set.mapPos(transaction.startState.selection.main.to, 1)),
      scrollIntoView: true,
      ...(userEvent === undefined ? {} : { userEvent }),
    };
  });
}

/** One line: a line break that is pasted is left out, the rest of the paste stays. */
export function oneLineOnly(): Extension {
  return asTyped((typed) => typed.replaceAll(/[\r\n]+/g, ''));
}

/** A cell: signs that would end it are encoded. */
export function cellOnly({ text, cell }: Required<Part>): Extension {
  return asTyped((typed) => textForCell(tableOf(text), cell!, typed));
}

/** Tells the text what was done in an editor that shows all of it. */
function tellWhole(text: TemplateText, transaction: Transaction, view: EditorView): void {
  const { changes, newSelection } = transaction;
  text.change({ changes, selection: newSelection, annotations: told(transaction, view) });
}

/** Tells the text what was done in an editor that shows one cell of it. */
function tellCell(text: TemplateText, cell: UrlCell, transaction: Transaction, view: EditorView): void {
  const table = tableOf(text);
  const changes: ChangeSpec[] = [];
  transaction.changes.iterChanges((start, end, _startNow, _endNow, inserted) => {
    const edit = editCell(table, cell, { start, end, text: inserted.sliceString(0, inserted.length, '\n') });
    if (edit !== undefined) changes.push({ from: edit.start, to: edit.end, insert: edit.text });
  });
  const set = text.state.changes(changes);
  const now = cellSpan(readUrl(set.apply(text.state.doc).sliceString(0, set.newLength, '\n')), cell);
  const { anchor, head } = transaction.newSelection.main;
  const at = (place: number) => Math.min((now?.start ?? 0) + place, set.newLength);
  text.change({
    changes: set,
    selection: EditorSelection.single(at(anchor), at(head)),
    annotations: told(transaction, view),
  });
}

function told(transaction: Transaction, view: EditorView) {
  const userEvent = transaction.annotation(Transaction.userEvent);
  return [origin.of(view), ...(userEvent === undefined ? [] : [Transaction.userEvent.of(userEvent)])];
}

/** What was done in an editor goes to its text. */
export function tellText({ text, cell }: Part): Extension {
  return EditorView.updateListener.of(({ transactions, view }: ViewUpdate) => {
    for (const transaction of transactions) {
      if (transaction.annotation(mirrored) === true) continue;
      if (!transaction.docChanged && transaction.selection === undefined) continue;
      if (cell === undefined) tellWhole(text, transaction, view);
      else tellCell(text, cell, transaction, view);
    }
  });
}

/** What happens to the text elsewhere (undone, mended, another cell) comes into an editor. Returns how to stop. */
export function followText({ text, cell }: Part, view: EditorView): () => void {
  return text.subscribe((transaction) => {
    if (cell === undefined) {
      if (transaction.annotation(origin) === view) return;
      const { changes, newSelection, scrollIntoView } = transaction;
      const selection = newSelection;
      view.dispatch({ changes, selection, scrollIntoView, annotations: mirrored.of(true) });
      return;
    }
    const shown = shownText({ text, cell });
    const { doc } = view.state;
    if (doc.length === shown.length && view.state.sliceDoc() === shown) return;
    view.dispatch({
      changes: { from: 0, to: doc.length, insert: shown },
      annotations: mirrored.of(true),
    });
  });
}

/** Undo and redo are those of the text: what was done in another editor, or before this one was there, too. */
export function undoOfText({ text }: Part, done: () => void): Extension {
  const undo = () => {
    if (text.undo()) done();
    return true;
  };
  const redo = () => {
    if (text.redo()) done();
    return true;
  };
  return [
    keymap.of([
      { key: 'Mod-z', run: undo, preventDefault: true },
      { key: 'Mod-y', mac: 'Mod-Shift-z', run: redo, preventDefault: true },
      { linux: 'Ctrl-Shift-z', win: 'Ctrl-Shift-z', run: redo, preventDefault: true },
    ]),
    EditorView.domEventHandlers({
      beforeinput: ({ inputType }) =>
        inputType === 'historyUndo' ? undo() : inputType === 'historyRedo' ? redo() : false,
    }),
  ];
}

import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  completionStatus,
  selectedCompletionIndex,
  setSelectedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState, type Extension, Prec, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  placeholder,
} from '@codemirror/view';
import { completeQuery, type KnownFields } from '../../../../shared/receiver/query/complete-query.ts';
import { parseQueryLine, type QuerySpan } from '../../../../shared/receiver/query/parse-query.ts';

/** Marks the place of what is wrong with the line. */
export const setProblemSpan = StateEffect.define<QuerySpan | null>();

export interface QueryEditorOptions {
  label: string;
  hint: string;
  known: () => Promise<KnownFields>;
  recent: () => readonly string[];
  onChange: (line: string) => void;
  /** Enter: the line as it is, at once. */
  onEnter: () => void;
  /** Esc, and Down in a line that is not empty: to the list. */
  onLeave: () => void;
}

const mark = (className: string) => Decoration.mark({ class: className });
const FIELD = mark('captures-query-field');
const VALUE = mark('captures-query-value');
const MINUS = mark('captures-query-minus');
const WRONG = mark('captures-query-wrong');

/** The line in colours, what is wrong with it underlined. */
function colours(line: string, problem: QuerySpan | null): DecorationSet {
  const ranges = parseQueryLine(line).terms.flatMap((term) => {
    const minus = term.excluded ? [MINUS.range(term.start, term.start + 1)] : [];
    if (term.type === 'text') return minus;
    const { fieldSpan, valueSpan } = term;
    const value = valueSpan.start < valueSpan.end ? [VALUE.range(valueSpan.start, valueSpan.end)] : [];
    return [...minus, FIELD.range(fieldSpan.start, valueSpan.start), ...value];
  });
  const from = Math.min(problem?.start ?? 0, line.length);
  const to = Math.min(problem?.end ?? 0, line.length);
  return Decoration.set(problem !== null && from < to ? [...ranges, WRONG.range(from, to)] : ranges, true);
}

interface Coloured {
  problem: QuerySpan | null;
  marks: DecorationSet;
}

const coloured = StateField.define<Coloured>({
  create: (state) => ({ problem: null, marks: colours(state.doc.toString(), null) }),
  update(before, transaction) {
    let { problem } = before;
    for (const effect of transaction.effects) if (effect.is(setProblemSpan)) problem = effect.value;
    if (!transaction.docChanged && problem === before.problem) return before;
    // What was wrong may not be any more: the new line is judged at once.
    if (transaction.docChanged) problem = null;
    return { problem, marks: colours(transaction.newDoc.toString(), problem) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
});

/** A line break that is pasted is a blank. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const line = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: line },
    selection: { anchor: Math.min(line.length, transaction.newSelection.main.head) },
    userEvent: 'input.paste',
  };
});

const ORDER = { Values: 0, Comparisons: 1, Fields: 2, 'In requests': 3 } as const;

function source({ known, recent }: QueryEditorOptions) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const line = context.state.doc.toString();
    if (line.trim() === '' && context.explicit) {
      const options = recent().map(
        (query): Completion => ({ label: query, type: 'recent', section: { name: 'Recent', rank: 0 } }),
      );
      if (options.length > 0) return { from: 0, to: line.length, options, filter: false };
    }
    const found = completeQuery(line, context.pos, await known());
    if (
      found === null ||
      (!context.explicit && found.from === context.pos && !line.slice(0, context.pos).endsWith(':'))
    )
      return null;
    const options = found.options.map(
      ({ text, detail, section }): Completion => ({
        label: text,
        detail,
        section: { name: section, rank: ORDER[section] },
        // After the colon of a field comes its value.
        apply: (view, _completion, from, to) => {
          const isWhole = section === 'Values';
          const insert = isWhole && view.state.sliceDoc(to, to + 1) !== ' ' ? `${text} ` : text;
          view.dispatch({
            changes: { from, to, insert },
            selection: { anchor: from + insert.length },
            userEvent: 'input.complete',
          });
          if (!isWhole) startCompletion(view);
        },
      }),
    );
    return { from: found.from, options, filter: false };
  };
}

/** Tab completes with the first one where none was gone to. */
function acceptFirst(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false;
  if (selectedCompletionIndex(view.state) === null) view.dispatch({ effects: setSelectedCompletion(0) });
  return acceptCompletion(view);
}

/** What makes an editor of one line the query line. */
export function queryEditor(options: QueryEditorOptions): Extension {
  const { label, hint, onChange, onEnter, onLeave } = options;
  const leave = (view: EditorView) => {
    if (completionStatus(view.state) === 'active') return false;
    onLeave();
    return true;
  };
  return [
    keymap.of([
      { key: 'Tab', run: acceptFirst },
      ...completionKeymap,
      {
        key: 'Enter',
        run: () => {
          onEnter();
          return true;
        },
      },
      { key: 'Escape', run: leave },
      {
        key: 'ArrowDown',
        run: (view) => {
          if (completionStatus(view.state) === 'active') return false;
          return view.state.doc.toString().trim() === '' ? startCompletion(view) : leave(view);
        },
      },
    ]),
    Prec.low(keymap.of([...historyKeymap, ...defaultKeymap.filter(({ key }) => key !== 'Enter')])),
    history(),
    drawSelection(),
    oneLine,
    coloured,
    placeholder(hint),
    autocompletion({
      override: [source(options)],
      icons: false,
      activateOnTyping: true,
      activateOnTypingDelay: 20,
      defaultKeymap: false,
      // Enter looks for the line as it is until the arrows have gone to an option.
      selectOnOpen: false,
      // Keys that are typed ahead mean the options as well.
      interactionDelay: 0,
      tooltipClass: () => 'captures-query-options',
    }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString());
    }),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
  ];
}

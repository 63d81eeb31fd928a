import { defaultKeymap, history, historyKeymap, insertNewlineKeepIndent } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';
import { placeholderHelp } from './editor-completion.ts';
import { diagnosticsOf, lintMarks } from './editor-lint.ts';
import { type MarkContext, placeholderHighlight, setMarkContext } from './editor-marks.ts';
import { placeholderTrace } from './editor-trace.ts';
import { registerEditor } from './editors.ts';

interface Props {
  label: string;
  /** Which text of the postback it is. */
  field: LintField;
  /** What the linter has found in the whole postback. */
  findings: readonly Finding[];
  value: string;
  onChange: (value: string) => void;
  context: MarkContext;
  /** A URL: wraps, and never holds a line break. */
  oneLine?: boolean;
  invalid?: boolean;
}

/** Marks changes that came from outside, which must not be told outside again. */
const fromOutside = Annotation.define<boolean>();

/** A line break that is pasted or typed into one line is left out, the rest of the paste stays. */
const noLineBreaks = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString();
  const plain = text.replaceAll('\n', '');
  const head = text.slice(0, transaction.newSelection.main.head).replaceAll('\n', '').length;
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: plain },
    selection: { anchor: head },
    annotations: transaction.annotation(fromOutside) === true ? [fromOutside.of(true)] : [],
  };
});

function extensions(oneLine: boolean): Extension[] {
  const shared = [history(), drawSelection(), EditorView.lineWrapping, keymap.of(historyKeymap)];
  // Tab is left alone: it goes to the next control, as everywhere.
  if (oneLine)
    return [...shared, noLineBreaks, keymap.of(defaultKeymap.filter(({ key }) => key !== 'Enter'))];
  return [
    ...shared,
    lineNumbers(),
    highlightActiveLine(),
    bracketMatching(),
    keymap.of([{ key: 'Enter', run: insertNewlineKeepIndent }, ...defaultKeymap]),
  ];
}

/** A CodeMirror editor for one template, its placeholders marked as they are in the sample. */
export function TemplateEditor({
  label,
  field,
  findings,
  value,
  onChange,
  context,
  oneLine = false,
  invalid = false,
}: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ value, onChange, context });
  useEffect(() => {
    latest.current = { value, onChange, context };
  });

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          extensions(oneLine),
          placeholderHighlight(latest.current.context),
          placeholderHelp(() => latest.current.context.catalogue),
          lintMarks(),
          placeholderTrace(field),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            if (update.transactions.some((transaction) => transaction.annotation(fromOutside) === true))
              return;
            latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    const forget = registerEditor(field, editor);
    return () => {
      forget();
      view.current = null;
      editor.destroy();
    };
  }, [label, field, oneLine]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
    });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: setMarkContext.of(context) });
  }, [context]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const own = findings.filter((finding) => finding.field === field);
    // Marks of a text that has changed since would stand at the wrong place; the next ones come at once.
    if (editor.state.doc.toString() !== value) return;
    const marks = diagnosticsOf(own, editor.state.doc.length, ({ fix }, on) => {
      on.dispatch({
        changes: (fix?.edits ?? []).map(({ start, end, text }) => ({ from: start, to: end, insert: text })),
      });
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [findings, field, value]);

  return <div ref={host} className="tp-editor" data-oneline={oneLine} data-invalid={invalid} />;
}

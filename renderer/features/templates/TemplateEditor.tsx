import { defaultKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorSelection, EditorState, type Extension, type StateEffect } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  type KeyBinding,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';
import { movedFindings } from '../../../shared/template/lint/moved.ts';
import type { UrlCell } from '../../../shared/template/url-table.ts';
import { secretNames } from '../../state/engine.ts';
import { placeholderHelp } from './editor-completion.ts';
import { diagnosticsOf, lintMarks } from './editor-lint.ts';
import { type MarkContext, placeholderHighlight, setMarkContext } from './editor-marks.ts';
import { problemMarks, setProblems } from './editor-problems.ts';
import {
  cellOnly,
  followText,
  oneLineOnly,
  type Part,
  shownText,
  spanOf,
  tellText,
  undoOfText,
} from './editor-sync.ts';
import { placeholderTrace } from './editor-trace.ts';
import { editorFocused, editorGone, registerField } from './editors.ts';
import { lineEnds } from './line-ends.ts';
import { closeProblem, openProblem } from './opened-problem.ts';
import { ProblemZone } from './ProblemZone.tsx';
import { LINE_ENDS, type TemplateText } from './template-text.ts';
import { worstFirst } from './worst-first.ts';

interface Props {
  label: string;
  /** Which text of the postback it is. */
  field: LintField;
  text: TemplateText;
  /** The text as it is drawn, which the findings are about; a key typed since is not in it yet. */
  value: string;
  /** Shows one cell of the URL's table instead of the whole text. */
  cell?: UrlCell;
  /** Keys that come before all others. */
  keys?: readonly KeyBinding[];
  /** After something was undone from here: it may stand elsewhere. */
  onUndone?: () => void;
  /** Given the editor while it is on screen. */
  onView?: (view: EditorView | null) => void;
  /** What the linter has found in the whole postback. */
  findings: readonly Finding[];
  /** The problem of this text that is open under its line, in an editor of several lines. */
  opened?: Finding | null;
  context: MarkContext;
  /** Wraps, and takes no line breaks. */
  oneLine?: boolean;
  invalid?: boolean;
}

function behaviour(part: Part, oneLine: boolean): Extension[] {
  const shared = [LINE_ENDS, drawSelection(), dropCursor(), EditorView.lineWrapping];
  // Tab is left alone: it goes to the next control, as everywhere.
  const plain = keymap.of(defaultKeymap.filter(({ key }) => key !== 'Enter'));
  if (oneLine) {
    const { text, cell } = part;
    return [...shared, lineEnds(), oneLineOnly(), cell === undefined ? [] : cellOnly({ text, cell }), plain];
  }
  return [...shared, lineNumbers(), highlightActiveLine(), bracketMatching(), lineEnds(), plain];
}

/** Px that are left free below a line that is gone to, for the problem that is open under it. */
const ZONE_ROOM = 104;

/**
 * Makes the change of a fix for what was found in `value`, whatever part of the text is on screen: one step to undo.
 * Nothing where the text has changed since just there.
 */
function mend(text: TemplateText, value: string, finding: Finding): void {
  const [now] = movedFindings([finding], value, text.string);
  text.change({
    changes: (now?.fix?.edits ?? []).map(({ start, end, text: insert }) => ({
      from: start,
      to: end,
      insert,
    })),
    userEvent: 'input.complete',
  });
}

/** A CodeMirror editor for one template or a cell of one, its placeholders marked as they are in the sample. */
export function TemplateEditor(props: Props) {
  const { label, field, text, value, cell, findings, opened = null, context } = props;
  const { oneLine = false, invalid = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [zone] = useState(() => Object.assign(document.createElement('div'), { contentEditable: 'false' }));
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  // A cell is made anew on each drawing, and means the same.
  const place = JSON.stringify(cell);
  const part = useMemo(
    (): Part => ({ text, cell: place === undefined ? undefined : (JSON.parse(place) as UrlCell) }),
    [text, place],
  );

  useEffect(() => {
    const whole = part.cell === undefined;
    const { keys = [], context: marks } = latest.current;
    const doc = shownText(part);
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc,
        ...(whole ? { selection: part.text.state.selection } : {}),
        extensions: [
          keymap.of([...keys, { key: 'Escape', run: closeProblem }]),
          oneLine ? [] : problemMarks(zone, (from, to) => openIn(latest.current, from, to)),
          undoOfText(part, () => latest.current.onUndone?.()),
          behaviour(part, oneLine),
          placeholderHighlight(marks),
          placeholderHelp({ registry: () => latest.current.context.registry, secrets: secretNames }, !whole),
          lintMarks(),
          // A new name must not make a new editor, which would lose the focus.
          EditorView.contentAttributes.of(() => ({
            'aria-label': latest.current.label,
            spellcheck: 'false',
            // It has the keyboard anyway; said, since what scrolls must be reachable.
            tabindex: '0',
          })),
          EditorView.domEventHandlers({
            focus: (_event, focused) => {
              editorFocused(focused);
            },
          }),
          tellText(part),
          // After the text knows: a sign typed into a cell may move where the cell begins.
          placeholderTrace(field, () => spanOf(part)?.start ?? 0),
        ],
      }),
    });
    view.current = editor;
    latest.current.onView?.(editor);
    const stop = followText(part, editor);
    return () => {
      stop();
      editorGone(editor);
      latest.current.onView?.(null);
      view.current = null;
      editor.destroy();
    };
  }, [oneLine, part, field, zone]);

  useEffect(() => {
    // What is drawn below a line takes its room when it has it.
    const sizes = new ResizeObserver(() => view.current?.requestMeasure());
    sizes.observe(zone);
    return () => sizes.disconnect();
  }, [zone]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null && part.cell === undefined) return registerField(field, shownIn(editor));
  }, [field, part]);

  useEffect(() => {
    if (view.current?.contentDOM.getAttribute('aria-label') !== label) view.current?.dispatch({});
  }, [label]);

  useEffect(() => {
    view.current?.dispatch({ effects: setMarkContext.of(context) });
  }, [context]);

  useEffect(() => {
    const editor = view.current;
    const span = spanOf(part);
    if (editor === null || span === undefined) return;
    // Of a text that has changed since; the next ones come at once.
    if (value !== part.text.string) return;
    const own = findings.filter((finding) => finding.field === field);
    const marks = diagnosticsOf(own, value.length, span, (finding) => mend(part.text, value, finding));
    // What opens and grows around the text must not push where somebody types out of view.
    const { head } = editor.state.selection.main;
    const effects: StateEffect<unknown>[] = editor.hasFocus
      ? [EditorView.scrollIntoView(head, { y: 'nearest', yMargin: opened === null ? 8 : ZONE_ROOM })]
      : [];
    if (!oneLine) effects.push(setProblems.of({ findings: worstFirst(own), opened }));
    editor.dispatch(setDiagnostics(editor.state, marks), { effects });
  }, [findings, value, field, part, opened, oneLine]);

  return (
    <>
      <div
        ref={host}
        className="templates-editor"
        data-oneline={oneLine}
        data-cell={cell !== undefined || undefined}
        data-invalid={invalid}
      />
      {opened === null ? null : createPortal(<ProblemZone finding={opened} />, zone)}
    </>
  );
}

/** Opens the worst problem of a line. */
function openIn({ findings, field }: Props, from: number, to: number): void {
  const [worst] = worstFirst(
    findings.filter(({ field: of, start }) => of === field && start >= from && start <= to),
  );
  if (worst !== undefined) openProblem(worst);
}

function shownIn(view: EditorView): Parameters<typeof registerField>[1] {
  return {
    show: (start, end) => {
      const { length } = view.state.doc;
      const selection = EditorSelection.single(Math.min(start, length), Math.min(end, length));
      const { head } = selection.main;
      const effects = EditorView.scrollIntoView(head, { y: 'nearest', yMargin: ZONE_ROOM });
      view.dispatch({ selection, effects });
      view.focus();
    },
    focus: () => view.focus(),
    append: (more) => {
      const { length } = view.state.doc;
      view.dispatch({
        changes: { from: length, insert: more },
        selection: { anchor: length + more.length },
        scrollIntoView: true,
        userEvent: 'input.complete',
      });
      view.focus();
    },
  };
}

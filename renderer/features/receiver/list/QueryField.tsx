import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react';
import type { CaptureKey } from '../../../../shared/contract/captures.ts';
import type { QueryProblem } from '../../../../shared/receiver/query/parse-query.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconSearch, IconX } from '../../../components/icons.ts';
import { client } from '../../../state/connection.ts';
import { useEndpointNames } from '../../../state/workspace.ts';
import { queryEditor, setProblemSpan } from './query-editor.ts';
import { recentQueries, rememberQuery, setQueryLine, useQueryLine } from './query-line.ts';

export interface QueryFieldHandle {
  /** Gives it the focus, all of it selected. */
  focus: () => void;
}

interface QueryFieldProps {
  problem: QueryProblem | null;
  /** Gives the list the focus. */
  toList: () => void;
  handle: Ref<QueryFieldHandle>;
}

/** The query line: completed, in colours, its problem underlined. */
export function QueryField({ problem, toList, handle }: QueryFieldProps) {
  const text = useQueryLine((state) => state.text);
  const endpoints = useEndpointNames();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const keys = useRef<Promise<readonly CaptureKey[]>>(Promise.resolve([]));

  const known = useEffectEvent(async () => ({ keys: await keys.current, endpoints: endpoints ?? [] }));
  const leave = useEffectEvent(() => {
    rememberQuery(useQueryLine.getState().text);
    toList();
  });
  /** They change while captures come; those of the last time do where they cannot be had. */
  const readKeys = useEffectEvent(() => {
    const before = keys.current;
    keys.current = client.captures.keys().catch(() => before);
  });
  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: useQueryLine.getState().text,
        extensions: [
          queryEditor({
            label: 'Search captures',
            hint: 'Search text, or a field: status:5xx payout:>10 program:"Acme"',
            known: () => known(),
            recent: recentQueries,
            onChange: setQueryLine,
            onEnter: () => leave(),
            onLeave: () => leave(),
          }),
          EditorView.domEventHandlers({
            focus: () => readKeys(),
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  // A chip, a menu or another workspace has written it.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      selection: { anchor: text.length },
    });
  }, [text]);
  useEffect(() => {
    view.current?.dispatch({ effects: setProblemSpan.of(problem) });
  }, [problem]);
  useImperativeHandle(handle, () => ({
    focus: () => {
      const editor = view.current;
      if (editor === null) return;
      editor.dispatch({ selection: { anchor: 0, head: editor.state.doc.length } });
      editor.focus();
    },
  }));

  return (
    <div className="captures-query" data-invalid={problem !== null || undefined}>
      <IconSearch size={14} stroke={1.5} aria-hidden="true" />
      <div ref={host} className="captures-query-line" />
      {text === '' ? (
        <kbd className="keycap">/</kbd>
      ) : (
        <IconButton
          label="Clear the query"
          icon={<IconX size={14} stroke={1.5} />}
          onClick={() => {
            setQueryLine('');
            view.current?.focus();
          }}
        />
      )}
    </div>
  );
}

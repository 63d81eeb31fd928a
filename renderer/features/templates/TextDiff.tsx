import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';

interface Props {
  /** Says what the two texts are: "Body". */
  label: string;
  left: string;
  right: string;
}

/** Ms after which two very different texts are compared less closely. */
const TIMEOUT_MS = 200;

const side = (label: string): Extension => [
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-readonly': 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    tabindex: '0',
  }),
];

/** Two texts side by side, what differs marked; long stretches that are the same fold away. */
export function TextDiff({ label, left, right }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = new MergeView({
      parent: host.current!,
      a: { doc: left, extensions: side(`${label}, left`) },
      b: { doc: right, extensions: side(`${label}, right`) },
      gutter: false,
      collapseUnchanged: { margin: 3, minSize: 8 },
      diffConfig: { scanLimit: 2_000, timeout: TIMEOUT_MS },
    });
    return () => view.destroy();
  }, [label, left, right]);
  return <div ref={host} className="templates-textdiff" />;
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { BodyText } from '../../../shared/http/body-text.ts';
import { type Span, textOffsets } from '../../../shared/http/text-offsets.ts';
import { wirePieces } from '../../../shared/http/wire-pieces.ts';
import { HexView } from '../../components/HexView.tsx';
import { count } from '../../lib/format.ts';
import { markedText } from './body-kinds.ts';

/** Characters beside their bytes at most: what is selected must follow at once. */
const SHOWN = 100_000;

interface TextAndBytesProps {
  bytes: Uint8Array;
  read: BodyText;
  label: string;
}

/** A body as text and as bytes beside each other; what is selected in one is marked in the other. */
export function TextAndBytes({ bytes, read, label }: TextAndBytesProps) {
  const whole = useMemo(() => markedText(read), [read]);
  const text = whole.slice(0, SHOWN);
  const offsets = useMemo(() => textOffsets(text, read), [text, read]);
  const [inText, setInText] = useState<Span | null>(null);
  const [inBytes, setInBytes] = useState<Span | null>(null);
  const pre = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (offsets === undefined) return;
    const look = () => {
      const selected = pre.current === null ? null : selectedIn(pre.current);
      setInText(selected === null ? null : offsets.bytesOf(selected));
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [offsets]);
  const marked = inBytes === null || offsets === undefined ? null : offsets.charactersOf(inBytes);
  return (
    <>
      {offsets === undefined ? (
        <p className="receiver-note dimmed">
          In {read.charset}, characters and bytes cannot be told to belong together.
        </p>
      ) : null}
      {whole.length > SHOWN ? (
        <p className="receiver-note dimmed">
          The first {count(SHOWN)} characters are shown beside the bytes; Text has all of them.
        </p>
      ) : null}
      <div className="receiver-both">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <section className="scroll receiver-both-text" aria-label={`${label} as text`} tabIndex={0}>
          <pre ref={pre} className="code-block code-wrap">
            {marked === null ? (
              <Shown text={text} />
            ) : (
              <>
                <Shown text={text.slice(0, marked.from)} />
                <mark className="receiver-linked">
                  <Shown text={text.slice(marked.from, marked.to)} />
                </mark>
                <Shown text={text.slice(marked.to)} />
              </>
            )}
          </pre>
        </section>
        <HexView bytes={bytes} label={`${label} as bytes`} linked={inText} onSelect={setInBytes} />
      </div>
    </>
  );
}

/** Text whose characters are counted: a byte order mark stays the character that it is, and its mark is only painted. */
function Shown({ text }: { text: string }) {
  return wirePieces(text).map((piece, index) =>
    piece.mark === 'bom' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
      <span key={index} className="receiver-bom" title="Byte order mark (U+FEFF)">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

/** What is selected of an element's text, by its characters; null for nothing. */
function selectedIn(element: HTMLElement): Span | null {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = range.cloneRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const from = before.toString().length;
  return { from, to: from + range.toString().length };
}

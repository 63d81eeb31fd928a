import { type WireForm, type WirePiece, wirePieces } from '../../shared/http/wire-pieces.ts';

interface WireTextProps {
  text: string;
  /** Whether it stands in a request line, where everything but ASCII is out of place. */
  requestLine?: boolean;
}

/** A value from the wire. What eyes miss and programs trip over is shown: blanks at its ends, byte order marks, and nothing. */
export function WireText({ text, requestLine = false }: WireTextProps) {
  if (text === '') return <span className="wire-empty">empty</span>;
  return (
    <span className="wire-text">
      <WirePieces text={text} ends requestLine={requestLine} />
    </span>
  );
}

/** A piece of text from the wire, with marks where something would be missed. */
export function WirePieces({ text, ...form }: { text: string } & WireForm) {
  const pieces = wirePieces(text, form);
  if (pieces.length === 1 && pieces[0]!.mark === undefined) return text;
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
    <Piece key={index} piece={piece} where={index === 0 ? 'leading' : 'trailing'} />
  ));
}

function Piece({ piece: { text, mark }, where }: { piece: WirePiece; where: string }) {
  switch (mark) {
    case undefined:
      return text;
    case 'bom':
      return <ByteOrderMark />;
    case 'blank':
      return <Blanks text={text} where={where} />;
    case 'raw':
      return (
        <span className="wire-raw" title="Not percent-encoded in the request line">
          {text}
        </span>
      );
  }
}

/** A byte order mark, which is nothing on a screen and a character to programs. */
export function ByteOrderMark() {
  return (
    <span className="wire-bom" title="Byte order mark (U+FEFF)">
      BOM
    </span>
  );
}

function Blanks({ text, where }: { text: string; where: string }) {
  const name = `${where} ${text.length === 1 ? 'blank' : `${text.length} blanks`}`;
  return (
    <span className="wire-blank" title={name}>
      <span aria-hidden="true">{'␣'.repeat(text.length)}</span>
      <span className="visually-hidden">({name})</span>
    </span>
  );
}

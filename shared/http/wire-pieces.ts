/** What a piece of text from the wire is, where eyes would miss it. */
export type WireMark = 'bom' | 'blank' | 'raw';

export interface WirePiece {
  text: string;
  /** Undefined for plain text. */
  mark?: WireMark;
}

export interface WireForm {
  /** Blanks at its ends are marked: for one value by itself. */
  ends?: boolean;
  /** It stands in a request line, where only ASCII belongs: everything else is marked. */
  requestLine?: boolean;
}

const PLAIN = /\ufeff|[^\x00-\x7f]/;
const EDGES = /^([ \t]*)([\s\S]*?)([ \t]*)$/;

/** A text from the wire in pieces: byte order marks, blanks at the ends, and in a request line what is not ASCII. */
export function wirePieces(text: string, { ends = false, requestLine = false }: WireForm = {}): WirePiece[] {
  const [, leading = '', middle = '', trailing = ''] = ends ? (EDGES.exec(text) ?? []) : ['', '', text];
  const blank = (blanks: string): WirePiece[] => (blanks === '' ? [] : [{ text: blanks, mark: 'blank' }]);
  return [...blank(leading), ...marked(middle, requestLine), ...blank(trailing)];
}

function marked(text: string, requestLine: boolean): WirePiece[] {
  if (text === '') return [];
  if (!PLAIN.test(text)) return [{ text }];
  const pattern = requestLine ? /\ufeff|[^\x00-\x7f\ufeff]+/g : /\ufeff/g;
  const pieces: WirePiece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: match[0], mark: match[0] === '\ufeff' ? 'bom' : 'raw' });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

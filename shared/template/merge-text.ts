import { diff3Merge } from 'node-diff3';

/** A text that both sides may have edited, merged. */
export interface MergedText {
  /** The merged text, with conflicts resolved for the first or for the second side. */
  mine: string;
  theirs: string;
  /** Both changed the same place, or adjacent places, in different ways. */
  overlaps: boolean;
}

/** Splits a text into pieces that are merged as a whole; joined, they are the text again. */
type Pieces = (text: string) => string[];

/** A piece: its text after its owner. Pieces are equal if both are: "1" of "a" is not "1" of "b". */
const piece = (text: string, owner = '') => `${owner.length}:${owner}${text}`;
function textOf(pieces: readonly string[]): string {
  return pieces.map((one) => one.slice(one.indexOf(':') + 1 + Number.parseInt(one, 10))).join('');
}

/** Lines, each with its end. */
const lines: Pieces = (text) => text.split(/(?<=\n)/).map((line) => piece(line));
const split = (text: string) => text.split(/(?=[?&#])/);
/** Parameters, each with the separator before it. */
const parameters: Pieces = (text) => split(text).map((parameter) => piece(parameter));
/** Keys and values separately, so that values of neighboring parameters are not adjacent places. */
const keysAndValues: Pieces = (text) =>
  split(text).flatMap((parameter) => {
    const end = parameter.indexOf('=') + 1;
    const value = parameter.slice(end);
    return [
      ...(end === 0 ? [] : [piece(parameter.slice(0, end))]),
      ...(value === '' ? [] : [piece(value, parameter.slice(1, end))]),
    ];
  });

/** Most pairs of equal pieces to compare: the library's time grows with them, and 20,000 take about 50 ms. */
const MOST_PAIRS = 20_000;

/** Merges two edits of a text by line. */
export function mergeLines(base: string, mine: string, theirs: string): MergedText {
  return mergePieces(base, mine, theirs, [lines]);
}

/** Merges two edits of a URL by parameter. */
export function mergeUrl(base: string, mine: string, theirs: string): MergedText {
  return mergePieces(base, mine, theirs, [keysAndValues, parameters]);
}

function mergePieces(base: string, mine: string, theirs: string, ways: readonly Pieces[]): MergedText {
  if (mine === theirs || theirs === base) return { mine, theirs: mine, overlaps: false };
  if (mine === base) return { mine: theirs, theirs, overlaps: false };
  for (const pieces of ways) {
    const merged = merge(pieces(base), pieces(mine), pieces(theirs));
    if (merged !== undefined) return merged;
  }
  return { mine, theirs, overlaps: true };
}

function merge(base: string[], mine: string[], theirs: string[]): MergedText | undefined {
  // Equal ends need no comparison: edits of long texts are mostly in one place.
  const shortest = Math.min(base.length, mine.length, theirs.length);
  const same = (at: number, from: 0 | 1) => {
    const of = (pieces: string[]) => pieces[from === 0 ? at : pieces.length - 1 - at];
    return of(mine) === of(base) && of(theirs) === of(base);
  };
  let start = 0;
  while (start < shortest && same(start, 0)) start += 1;
  let end = 0;
  while (end < shortest - start && same(end, 1)) end += 1;
  const middle = (pieces: string[]) => pieces.slice(start, pieces.length - end);
  const parts = [middle(base), middle(mine), middle(theirs)] as const;
  if (pairs(parts[0], parts[1]) + pairs(parts[0], parts[2]) > MOST_PAIRS) return undefined;
  const out: MergedText = { mine: '', theirs: '', overlaps: false };
  const both = (text: string) => {
    out.mine += text;
    out.theirs += text;
  };
  both(textOf(base.slice(0, start)));
  for (const region of diff3Merge(parts[1], parts[0], parts[2])) {
    if (region.ok !== undefined) {
      both(textOf(region.ok));
      continue;
    }
    out.overlaps = true;
    out.mine += textOf(region.conflict!.a);
    out.theirs += textOf(region.conflict!.b);
  }
  both(textOf(base.slice(base.length - end)));
  return out;
}

/** The number of pairs of equal pieces of two lists. */
function pairs(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const piece of a) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return b.reduce((sum, piece) => sum + (counts.get(piece) ?? 0), 0);
}

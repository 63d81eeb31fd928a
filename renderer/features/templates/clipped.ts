/** A page with more than this is slow to lay out, and nobody reads on. */
const MOST_CHARACTERS = 60_000;
const MOST_PIECES = 3_000;

/** The first pieces of a long text, and how many characters are left out. */
export function clipped<Piece extends { text: string }>(
  pieces: readonly Piece[],
): { shown: readonly Piece[]; more: number } {
  const total = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (total <= MOST_CHARACTERS && pieces.length <= MOST_PIECES) return { shown: pieces, more: 0 };
  const shown: Piece[] = [];
  let left = MOST_CHARACTERS;
  for (const piece of pieces) {
    if (left <= 0 || shown.length === MOST_PIECES) break;
    const text = piece.text.slice(0, left);
    shown.push(text.length === piece.text.length ? piece : { ...piece, text });
    left -= text.length;
  }
  return { shown, more: total - shown.reduce((sum, { text }) => sum + text.length, 0) };
}

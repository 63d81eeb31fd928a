import { type ReactNode, useState } from 'react';
import { count } from '../../lib/format.ts';

/** What is put on the page at first, in characters and in pieces: a page of 100,000 pieces would make keys wait. */
const MOST_CHARACTERS = 16_000;
const MOST_PIECES = 800;

interface Props<Part extends { text: string }> {
  parts: readonly Part[];
  render: (part: Part, index: number) => ReactNode;
}

/** Where to stop, for a text in pieces that is too long to be on the page; Infinity when all fits. */
function limitOf(parts: readonly { text: string }[]): number {
  let characters = 0;
  for (const [index, { text }] of parts.entries()) {
    characters += text.length;
    if (index >= MOST_PIECES || characters > MOST_CHARACTERS) return index;
  }
  return Number.POSITIVE_INFINITY;
}

/** A text in pieces; of a very long one the beginning, how much is left out, and a button for the rest. */
export function LongPieces<Part extends { text: string }>({ parts, render }: Props<Part>) {
  const [whole, setWhole] = useState(false);
  const limit = whole ? Number.POSITIVE_INFINITY : limitOf(parts);
  if (limit === Number.POSITIVE_INFINITY) return parts.map(render);
  const [cut] = parts.slice(limit, limit + 1);
  const shown = parts.slice(0, limit);
  const room = MOST_CHARACTERS - shown.reduce((sum, { text }) => sum + text.length, 0);
  // One piece of plain text may be the long one: its beginning is shown, without cutting a character in two.
  const head = cut === undefined || 'name' in cut ? undefined : { ...cut, text: beginning(cut.text, room) };
  const left =
    parts.slice(limit).reduce((sum, { text }) => sum + text.length, 0) -
    (head === undefined ? 0 : head.text.length);
  return (
    <>
      {shown.map(render)}
      {head === undefined ? null : render(head, limit)}
      <button
        type="button"
        className="templates-rest-button"
        onClick={({ currentTarget }) => {
          // The button goes: the keyboard goes on in the text.
          currentTarget.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
          setWhole(true);
        }}
      >
        {`${count(left)} more characters. Show all`}
      </button>
    </>
  );
}

function beginning(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, Math.max(0, code >= 0xd800 && code <= 0xdbff ? length - 1 : length));
}

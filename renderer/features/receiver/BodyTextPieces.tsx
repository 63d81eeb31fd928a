import { Fragment, type ReactNode } from 'react';
import { roundedNumber } from '../../../shared/http/exact-number.ts';
import { WirePieces } from '../../components/WireText.tsx';

/** Strings, which may hold anything, and the numbers outside of them that are long enough to be rounded. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]{3,}/g;

/** Text of a body with its byte order marks shown, and in JSON the numbers that JavaScript would change. */
export function BodyTextPieces({ text, json }: { text: string; json: boolean }) {
  return json ? <JsonPieces text={text} /> : <WirePieces text={text} />;
}

function JsonPieces({ text }: { text: string }) {
  const pieces: ReactNode[] = [];
  let from = 0;
  const upTo = (at: number) => {
    if (at > from) pieces.push(<WirePieces key={from} text={text.slice(from, at)} />);
  };
  for (const match of text.matchAll(STRING_OR_NUMBER)) {
    const rounded = match[0].startsWith('"') ? undefined : roundedNumber(match[0]);
    if (rounded === undefined) continue;
    upTo(match.index);
    from = match.index + match[0].length;
    pieces.push(
      <Fragment key={`number ${match.index}`}>
        <span className="wire-rounded" title={`JavaScript would round it to ${rounded}`}>
          {match[0]}
        </span>
        <span className="visually-hidden"> (JavaScript would round it to {rounded})</span>
      </Fragment>,
    );
  }
  upTo(text.length);
  return pieces;
}

/** How many numbers of a JSON text JavaScript would change. */
export function roundedNumbers(json: string): number {
  return [...json.matchAll(STRING_OR_NUMBER)].filter(
    ([token]) => !token.startsWith('"') && roundedNumber(token) !== undefined,
  ).length;
}

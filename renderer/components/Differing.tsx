import type { TextPart } from '../../shared/receiver/compare/differing-parts.ts';
import { WirePieces, WireText } from './WireText.tsx';

/** A text of two, with what the other one does not have marked. */
export function Differing({ parts }: { parts: readonly TextPart[] }) {
  if (parts.length === 0) return <WireText text="" />;
  return parts.map(({ text, differs }, index) =>
    differs ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
      <mark key={index} className="compared-mark">
        <WirePieces text={text} />
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
      <span key={index}>
        <WirePieces text={text} />
      </span>
    ),
  );
}

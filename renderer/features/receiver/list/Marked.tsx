import type { QuerySpan } from '../../../../shared/receiver/query/parse-query.ts';

interface MarkedProps {
  text: string;
  /** As `useHits` finds them. */
  hits: readonly QuerySpan[];
}

/** A text with what the query asks for marked. */
export function Marked({ text, hits }: MarkedProps) {
  if (hits.length === 0) return text;
  const before = (index: number) => (index === 0 ? 0 : hits[index - 1]!.end);
  return (
    <>
      {hits.map(({ start, end }, index) => (
        <span key={start}>
          {text.slice(before(index), start)}
          <mark className="captures-hit">{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(hits.at(-1)!.end)}
    </>
  );
}

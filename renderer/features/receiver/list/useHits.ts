import { useMemo } from 'react';
import { hitSpans } from '../../../../shared/receiver/query/hits.ts';
import { parseQueryLine, type QuerySpan } from '../../../../shared/receiver/query/parse-query.ts';
import { useQueryLine } from './query-line.ts';

/** Finds the stretches of a text that the query line asks for; `fields` are the names of which it is a value. */
export type FindHits = (text: string, fields?: readonly string[]) => QuerySpan[];

/** What the query line asks for, to be marked wherever it is shown; the same function until the line changes. */
export function useHits(): FindHits {
  const line = useQueryLine((state) => state.text);
  return useMemo(() => {
    const { terms } = parseQueryLine(line);
    return (text, fields) => (terms.length === 0 ? [] : hitSpans(text, terms, fields));
  }, [line]);
}

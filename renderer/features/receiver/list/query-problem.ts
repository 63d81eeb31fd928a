import { parseQueryLine, type QueryProblem } from '../../../../shared/receiver/query/parse-query.ts';
import type { ProblemText } from '../../../lib/problem.ts';

/**
 * What the engine has refused a query line with, at its place in the line as typed, blanks in front of it included; null
 * for an error that is not about the line.
 */
export function problemAt(typed: string, { title, remedy, place }: ProblemText): QueryProblem | null {
  const column = /^query:1:(\d+)$/.exec(place)?.[1];
  if (column === undefined) return null;
  const start = Number(column) - 1 + (typed.length - typed.trimStart().length);
  const term = parseQueryLine(typed).terms.find((one) => one.start <= start && start < one.end);
  const end = term?.type === 'field' ? term.fieldSpan.end : (term?.end ?? start + 1);
  return { start, end, message: title, remedy };
}

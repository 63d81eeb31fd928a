import { parseQueryLine, printTerm, type QuerySpan, type QueryTerm } from './parse-query.ts';

export type NewTerm = Parameters<typeof printTerm>[0];

/** The line without a stretch of it, and without the blanks that this leaves. */
export function withoutSpan(line: string, { start, end }: QuerySpan): string {
  return `${line.slice(0, start).trimEnd()} ${line.slice(end).trimStart()}`.trim();
}

/** Whether two terms are about the same field, or are both texts with the same value. */
function isSame(one: QueryTerm, { field, value, operator = 'has', excluded = false }: NewTerm): boolean {
  if (one.excluded !== excluded) return false;
  if (one.type === 'text') return field === undefined && one.text === value;
  return one.field.toLowerCase() === field?.toLowerCase() && one.operator === operator && one.value === value;
}

/** Whether the line has a term. */
export function hasTerm(line: string, term: NewTerm): boolean {
  return parseQueryLine(line).terms.some((one) => isSame(one, term));
}

/** The line with one more term at its end; its opposite is left out. */
export function withTerm(line: string, term: NewTerm): string {
  if (hasTerm(line, term)) return line;
  const opposite = { ...term, excluded: term.excluded !== true };
  const found = parseQueryLine(line).terms.find((one) => isSame(one, opposite));
  const rest = found === undefined ? line.trim() : withoutSpan(line, found);
  return `${rest} ${printTerm(term)}`.trim();
}

/** The line with this term alone for its field and operator; without one where there is no value. */
export function withOnly(
  line: string,
  { field, operator }: { field: string; operator: NewTerm['operator'] },
  value: string | null,
): string {
  let rest = line;
  while (true) {
    const found = parseQueryLine(rest).terms.find(
      (one) =>
        one.type === 'field' &&
        !one.excluded &&
        one.field.toLowerCase() === field.toLowerCase() &&
        one.operator === operator,
    );
    if (found === undefined) break;
    rest = withoutSpan(rest, found);
  }
  return value === null ? rest : withTerm(rest, { field, operator: operator ?? 'has', value });
}

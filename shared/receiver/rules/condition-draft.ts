/** What a condition can be about. */
export const CONDITION_TYPES = [
  'path',
  'endpoint',
  'method',
  'field',
  'header',
  'text',
  'attempt',
  'request',
  'kind',
  'event',
  'from',
  'to',
] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

/** How a value is tested. */
export const TESTS = [
  'is',
  'contains',
  'startsWith',
  'endsWith',
  'not',
  'above',
  'below',
  'present',
  'missing',
] as const;
export type TestName = (typeof TESTS)[number];

/** One condition as a row of fields. */
export interface ConditionRow {
  /** Tells rows apart while they are edited. */
  id: number;
  type: ConditionType;
  /** Of a header or a field. */
  name: string;
  test: TestName;
  value: string;
}

const isOneOf = <T extends string>(all: readonly T[], value: string): value is T =>
  (all as readonly string[]).includes(value);

/** The rows of the conditions of a rule, and what there is no row for. */
export function conditionRows(when: Record<string, unknown>): {
  rows: ConditionRow[];
  rest: Record<string, unknown>;
} {
  const rows: ConditionRow[] = [];
  const rest: Record<string, unknown> = {};
  const add = (row: Partial<ConditionRow> & Pick<ConditionRow, 'type'>) =>
    rows.push({ id: rows.length + 1, name: '', test: 'is', value: '', ...row });
  for (const [key, value] of Object.entries(when)) {
    if (key === 'fields' || key === 'headers') {
      const type = key === 'fields' ? 'field' : 'header';
      for (const [name, test] of Object.entries(value as Record<string, unknown>))
        for (const one of testsOf(test)) add({ type, name, ...one });
    } else if (key === 'attempt' || key === 'request') add({ type: key, value: nthText(value) });
    else if (isOneOf(CONDITION_TYPES, key)) add({ type: key, value: [value].flat().join(', ') });
    else rest[key] = value;
  }
  return { rows, rest };
}

function testsOf(test: unknown): Pick<ConditionRow, 'test' | 'value'>[] {
  if (typeof test !== 'object' || test === null) return [{ test: 'is', value: String(test) }];
  return Object.entries(test).flatMap(([name, value]): Pick<ConditionRow, 'test' | 'value'>[] => {
    if (name === 'present') return [{ test: value === true ? 'present' : 'missing', value: '' }];
    return isOneOf(TESTS, name) ? [{ test: name, value: String(value) }] : [];
  });
}

/** What the rows say, to be checked by the schema. */
export function whenOf(rows: readonly ConditionRow[]): Record<string, unknown> {
  const when: Record<string, unknown> = {};
  for (const row of rows) {
    const { type, value } = row;
    switch (type) {
      case 'field':
      case 'header':
        addTest(when, type === 'field' ? 'fields' : 'headers', row);
        break;
      case 'attempt':
      case 'request':
        when[type] = nthOf(value);
        break;
      case 'text':
      case 'from':
      case 'to':
        when[type] = type === 'text' ? value : value.trim();
        break;
      default:
        when[type] = [...[when[type] ?? []].flat(), ...listOf(value)];
    }
  }
  return when;
}

function addTest(when: Record<string, unknown>, key: string, { name, test, value }: ConditionRow): void {
  const all = (when[key] ?? {}) as Record<string, unknown>;
  const before = all[name];
  const more =
    test === 'present' || test === 'missing'
      ? { present: test === 'present' }
      : { [test]: test === 'above' || test === 'below' ? numberOf(value) : value };
  if (test === 'is' && before === undefined) all[name] = value;
  // Two tests of one value; one that it is something else besides is refused by the schema.
  else all[name] = { ...(typeof before === 'string' ? { is: before } : (before as object)), ...more };
  when[key] = all;
}

const listOf = (text: string) => {
  const list = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return list.length === 0 ? [''] : list;
};
const numberOf = (text: string) =>
  text.trim() === '' ? text : Number.isNaN(Number(text)) ? text : Number(text);

/** "3", "1-3", "2+" */
export function nthText(nth: unknown): string {
  if (typeof nth !== 'object' || nth === null) return String(nth);
  const { from = 1, to } = nth as { from?: number; to?: number };
  return to === undefined ? `${from}+` : `${from}-${to}`;
}

function nthOf(text: string): unknown {
  const written = text.trim();
  const [, from, to] = /^(\d+)\s*(?:-|–|to)\s*(\d+)$/.exec(written) ?? [];
  if (from !== undefined && to !== undefined) return { from: Number(from), to: Number(to) };
  const [, first] = /^(\d+)\s*(?:\+|or more)$/.exec(written) ?? [];
  if (first !== undefined) return { from: Number(first) };
  return /^\d+$/.test(written) ? Number(written) : written;
}

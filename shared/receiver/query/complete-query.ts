import type { CaptureKey } from '../../contract/captures.ts';
import { CAPTURE_FIELDS, resolveField } from './capture-fields.ts';
import { closedValues } from './closed-values.ts';
import { printTerm } from './parse-query.ts';

/** What may be completed to, besides the fields of every capture. */
export interface KnownFields {
  /** The keys of captured requests and the names of placeholders, the most frequent first. */
  keys: readonly CaptureKey[];
  endpoints: readonly string[];
}

export interface QueryCompletion {
  /** What is written in place of what was typed. */
  text: string;
  /** What it means, in a few words. */
  detail: string;
  section: 'Fields' | 'In requests' | 'Values' | 'Comparisons';
}

/** Completions of what stands before a place of the line, beginning at `from`. */
export interface QueryCompletions {
  from: number;
  options: QueryCompletion[];
}

const COMPARISONS = {
  number: [
    ['>', 'more than'],
    ['>=', 'at least'],
    ['<', 'less than'],
    ['<=', 'at most'],
  ],
  text: [['=', 'exactly']],
} as const;

/** The term that is being typed: what stands between the last blank outside of quotes and the place. */
function typedTerm(before: string): { start: number; text: string } | undefined {
  let quoted = false;
  let start = 0;
  for (let at = 0; at < before.length; at += 1) {
    if (before[at] === '\\' && quoted) at += 1;
    else if (before[at] === '"') quoted = !quoted;
    else if (/\s/.test(before[at]!) && !quoted) start = at + 1;
  }
  return quoted ? undefined : { start, text: before.slice(start) };
}

/** What can stand where the cursor is: the name of a field, or after its colon a comparison or a value. */
export function completeQuery(line: string, position: number, known: KnownFields): QueryCompletions | null {
  const typed = typedTerm(line.slice(0, position));
  if (typed === undefined) return null;
  const minus = typed.text.startsWith('-') ? 1 : 0;
  const from = typed.start + minus;
  const word = typed.text.slice(minus);
  const colon = word.indexOf(':');
  if (colon !== -1) return valuesOf(word.slice(0, colon), from + colon + 1, word.slice(colon + 1), known);
  const low = word.replace(/^\{/, '').toLowerCase();
  const options = fieldsOf(known, word.startsWith('{')).filter(({ text }) =>
    text.toLowerCase().replace(/^\{/, '').includes(low),
  );
  // What begins so comes before what only contains it.
  const begins = ({ text }: QueryCompletion) =>
    text.toLowerCase().replace(/^\{/, '').startsWith(low) ? 0 : 1;
  return options.length === 0 ? null : { from, options: options.toSorted((a, b) => begins(a) - begins(b)) };
}

function fieldsOf({ keys }: KnownFields, inBraces: boolean): QueryCompletion[] {
  const fields = CAPTURE_FIELDS.map(
    ({ name, description }): QueryCompletion => ({
      text: `${name}:`,
      detail: description,
      section: 'Fields',
    }),
  );
  const ofRequests = keys.flatMap(({ key, inRequests, ofDeliveries }): QueryCompletion[] => {
    if (!/^[A-Za-z_][\w.[\]@/-]{0,99}$/.test(key)) return [];
    // A field of every capture has the name: in braces it is the one of the request.
    const isTaken = inBraces || resolveField(key, [])?.source === 'capture';
    return [
      {
        text: isTaken ? `{${key}}:` : `${key}:`,
        detail: inRequests > 0 ? `in ${plain(inRequests)}` : `placeholder of ${plain(ofDeliveries)}`,
        section: 'In requests',
      },
    ];
  });
  return inBraces ? ofRequests : [...fields, ...ofRequests];
}

const plain = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'capture' : 'captures'}`;

function valuesOf(
  typedName: string,
  from: number,
  value: string,
  { keys, endpoints }: KnownFields,
): QueryCompletions | null {
  const inBraces = typedName.startsWith('{');
  const name = typedName.replace(/^\{|\}$/g, '');
  const resolved = resolveField(
    name,
    keys.map(({ key }) => key),
    { inBraces },
  );
  if (resolved === undefined || /^[<>=]/.test(value)) return null;
  const comparison = resolved.source === 'capture' ? resolved.field.comparison : resolved.comparison;
  const field = resolved.source === 'capture' ? resolved.field.name : '';
  const values = closedValues(field, endpoints).map(
    (one): QueryCompletion => ({
      text: printTerm({ value: one }),
      detail: '',
      section: 'Values',
    }),
  );
  const isNumber = comparison === 'number' || comparison === 'moment';
  const comparisons =
    comparison === 'word' || comparison === 'status'
      ? []
      : isNumber
        ? COMPARISONS.number
        : [...COMPARISONS.text, ...COMPARISONS.number];
  const signs =
    value === ''
      ? comparisons.map(([text, detail]): QueryCompletion => ({ text, detail, section: 'Comparisons' }))
      : [];
  const low = value.toLowerCase();
  const options = [...values.filter(({ text }) => text.toLowerCase().startsWith(low)), ...signs];
  return options.length === 0 ? null : { from, options };
}

import { type DeclaredPlaceholder, placeholdersFor } from '../placeholders/placeholder-registry.ts';
import { secretOf } from '../secrets/name.ts';
import { placeholderNames } from './parse.ts';
import type { Postback } from './postback.ts';

/** One field of the platform's form with the text to paste into it. */
export interface FormField {
  label: string;
  text: string;
}

const FORMATS = { json: 'JSON', xml: 'XML', form: 'Query string' } as const;

/**
 * A postback field by field, in the order of the platform's form (its names: impact.com's articles on event
 * notifications). Fields that are not set are left out.
 */
export function formFields(postback: Postback): FormField[] {
  const { url, method, headers, body, minimumDelay, maximumRequestsPerSecond } = postback;
  const optional = (label: string, value: string | number | undefined): FormField[] =>
    value === undefined ? [] : [{ label, text: String(value) }];
  return [
    { label: 'URL', text: url },
    { label: 'Method', text: method },
    ...Object.entries(headers).map(([name, value]) => ({ label: `HTTP header ${name}`, text: value })),
    ...optional('Body format', body && FORMATS[body.format]),
    ...optional('Body', body?.template),
    ...optional('Minimum delay', minimumDelay),
    ...optional('Maximum requests per second', maximumRequestsPerSecond),
    ...optional('Success response', postback.successResponse),
    ...optional('Error response', postback.errorResponse),
  ];
}

/** A summary in Markdown for sharing: the fields, and the meaning and certainty of each placeholder. */
export function markdownOf(postback: Postback, declared: readonly DeclaredPlaceholder[] = []): string {
  const fields = formFields(postback);
  const names = [...new Set(fields.flatMap(({ text }) => placeholderNames(text)))];
  const registry = placeholdersFor(postback.kind, declared);
  const rows = names.map((placeholder) => {
    if (secretOf(placeholder) !== undefined)
      return `| \`{${placeholder}}\` | a secret; the platform needs its value here | |`;
    const known = registry.get(placeholder);
    return known === undefined
      ? `| \`{${placeholder}}\` | not a known name | |`
      : `| \`{${placeholder}}\` | ${plain(known.description)} | ${known.certainty} |`;
  });
  return [
    `# ${plain(postback.name)}`,
    '',
    whenSent(postback),
    '',
    ...fields.flatMap(({ label, text }) => [`**${plain(label)}**`, '', fenced(text), '']),
    ...(rows.length === 0
      ? []
      : ['| Placeholder | Carries | Certainty |', '| --- | --- | --- |', ...rows, '']),
  ].join('\n');
}

/** What the platform's form asks for besides its fields, and what no form shows, in sentences. */
function whenSent({ kind, level, program, eventType, changes, enabled, body }: Postback): string {
  const where =
    level === 'global' ? 'global level' : `event level: event type ${eventType} of program ${program}`;
  return [
    plain(`Postback for ${kind} events, ${where}${enabled ? '' : ', disabled'}.`),
    ...(level === 'event' && !changes ? ['It is sent for tracked actions only.'] : []),
    ...(body?.escape === 'raw' ? ['Its values are written into the body unescaped.'] : []),
  ].join(' ');
}

/** A code block whose fence no line of the text can close. */
function fenced(text: string): string {
  let longest = 2;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** A text in one line that Markdown shows unchanged, even in a table: special characters are escaped. */
const plain = (text: string) =>
  text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/[\\`*_[\]<>&|~#]/g, '\\$&');

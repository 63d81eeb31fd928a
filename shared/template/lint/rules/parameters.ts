import { parseTemplate } from '../../parse.ts';
import { decodeQueryText } from '../../url.ts';
import { type Finding, finding, type LintText, replacement } from '../finding.ts';
import type { Parameter } from '../parameters.ts';

/** Keys and values of a query or of a form body. */
export function lintParameters(text: LintText, list: readonly Parameter[]): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const parameter of list) {
    const { start, end, equals, key, value } = parameter;
    if (start === end) continue;
    const holds = parseTemplate(text.text.slice(start, end)).some(({ type }) => type === 'placeholder');
    if (equals === -1 || key === '') {
      const [name] = parseTemplate(value === '' ? key : value).flatMap((segment) =>
        segment.type === 'placeholder' ? [segment.name] : [],
      );
      if (holds || key === '') {
        const own = (name ?? 'value').replace(/^./, (first) => first.toLowerCase());
        found.push(
          finding(
            text,
            'parameter-without-key',
            [start, end],
            'The value has no key, so a receiver cannot read it.',
            `Add a key and "=" before it, such as ${own}=.`,
            replacement(`Write ${own}=`, [start, equals === -1 ? start : equals + 1], `${own}=`),
          ),
        );
      } else {
        found.push(
          finding(
            text,
            'parameter-without-value',
            [start, end],
            `"${key}" has no "=" and no value.`,
            `Write ${key}= and its value, or remove it.`,
          ),
        );
      }
      continue;
    }
    found.push(...lintKey(text, parameter), ...lintJoint(text, parameter));
    const name = decodeQueryText(key);
    // `list[]` is how many receivers are told of a list.
    if (name.endsWith('[]')) continue;
    if (seen.has(name)) {
      found.push(
        finding(
          text,
          'parameter-twice',
          [start, equals],
          `The key "${key}" is already there: receivers use the first, the last, or both.`,
          'Give each value its own key.',
        ),
      );
    } else seen.add(name);
  }
  return found;
}

function lintKey(text: LintText, { start, equals }: Parameter): Finding[] {
  return parseTemplate(text.text.slice(start, equals)).flatMap((segment) =>
    segment.type === 'placeholder'
      ? [
          finding(
            text,
            'placeholder-in-key',
            [start + segment.start, start + segment.end],
            `{${segment.name}} is in a key, so the key changes with every event.`,
            'Use a fixed key and send the placeholder as its value.',
          ),
        ]
      : [],
  );
}

/** What was meant to begin the next parameter: "&" as HTML writes it, or a second "?". */
function lintJoint(text: LintText, { start, key, value, equals }: Parameter): Finding[] {
  const joint = (range: readonly [number, number], message: string) =>
    finding(
      text,
      'parameter-joint',
      range,
      message,
      'Write "&" there.',
      replacement('Write "&"', range, '&'),
    );
  if (start > 0 && key.startsWith('amp;')) {
    return [
      joint([start - 1, start + 4], `"&amp;" is how HTML writes "&": the receiver gets the key "${key}".`),
    ];
  }
  const semicolons = [...value.matchAll(/;(?=[\w.[\]-]{1,100}=)/g)];
  if (semicolons.length > 0) {
    return semicolons.map(({ index }) =>
      joint(
        [equals + 1 + index, equals + 2 + index],
        `A ";" does not start a parameter for most receivers: what follows arrives in the value of "${key}".`,
      ),
    );
  }
  // Behind a "/" or ":" it belongs to an address that is a value itself.
  const second = /^([^?/:]*)\?[\w.[\]-]+=\{/.exec(value);
  if (text.format !== 'url' || second === null) return [];
  const at = equals + 1 + second[1]!.length;
  return [
    joint(
      [at, at + 1],
      'A second "?" does not start a parameter: what follows belongs to the value before it.',
    ),
  ];
}

import { parseTemplate } from '../../parse.ts';
import type { Finding, LintText } from '../finding.ts';
import type { Names } from '../names.ts';
import { doubled, enclosed, nested, unclosed, unopened } from './brace-findings.ts';

/**
 * Braces in JSON. They are structure there, and code in texts, unless a name that means something stands at them.
 */
export function lintJsonBraces(text: LintText, names: Names): Finding[] {
  const found = doubledIn(text, names);
  const segments = parseTemplate(text.text);
  for (const [index, { type, start, end }] of segments.entries()) {
    if (type !== 'text') continue;
    const part = text.text.slice(start, end);
    for (const match of part.matchAll(/\{[^{}"':,]*\}/g)) {
      const one = enclosed(text, [start + match.index, start + match.index + match[0].length], names);
      if (one !== undefined) found.push(one);
    }
    for (const match of part.matchAll(/\{\s{0,8}([A-Za-z][A-Za-z0-9_]{0,63})(?![^{}"':,]*\})/g)) {
      const at = start + match.index;
      // The opening brace of an enclosing pair: {Sub{Id1}}.
      const inner = at + match[0].length === end ? segments[index + 1] : undefined;
      const closing = inner && /^[A-Za-z0-9_]{0,63}\}/.exec(text.text.slice(inner.end, inner.end + 64))?.[0];
      if (inner !== undefined && closing !== undefined)
        found.push(...nested(text, [at, inner.end + closing.length]));
      else if (names.means(match[1]!)) found.push(unclosed(text, at, names));
    }
    // Not spread: there may be more of them than a call takes arguments.
    for (const one of unopenedIn(text, start, part, names)) found.push(one);
  }
  return found;
}

/** `{{Name}}`, as many braces before it as behind it: those of JSON around it are none of its own. */
function doubledIn(text: LintText, names: Names): Finding[] {
  return [...text.text.matchAll(/\{\s?\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\s?\}/g)].flatMap((match) => {
    const name = match[1]!;
    // "{{" may be two objects; a name right inside is not.
    if (!names.means(name)) return [];
    let [start, end] = [match.index, match.index + match[0].length];
    while (text.text[start - 1] === '{' && text.text[end] === '}') [start, end] = [start - 1, end + 1];
    return [doubled(text, [start, end], name, names)];
  });
}

/** `"Payout}"`: a brace closes behind a name, and none was opened in the same text in quotes. */
function unopenedIn(text: LintText, start: number, part: string, names: Names): Finding[] {
  const found: Finding[] = [];
  let opened = false;
  for (const { 0: mark, index } of part.matchAll(/["{}]/g)) {
    if (mark !== '}') {
      opened = mark === '{';
      continue;
    }
    const name = /[A-Za-z][A-Za-z0-9_]*$/.exec(part.slice(Math.max(0, index - 64), index))?.[0];
    if (!opened && name !== undefined && names.means(name)) found.push(unopened(text, start + index, names));
  }
  return found;
}

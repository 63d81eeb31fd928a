import { type Finding, finding, type LintText, replacement } from '../finding.ts';
import type { Names } from '../names.ts';

/** `{date:Y-m-d}`, `{random:1,100}`, `{date(Y-m-d)}`, `{id[0]}`, `{payout.usd}`, `{_subid}`: a name with a format, a list or a prefix, as other platforms have them. */
const FORMATTED = /\{(?!secret:)_*([A-Za-z][A-Za-z0-9_]{0,63})(?:[:,|.([][^{}"'&?#=\r\n]{1,100})?\}/g;

/** Placeholders with what only other platforms understand; a plain name is none of them, and in JSON only in quotes. */
export function lintFormatted(text: LintText, names: Names): Finding[] {
  return [...text.text.matchAll(FORMATTED)].flatMap((match) => {
    const [written, name = ''] = match;
    if (written === `{${name}}`) return [];
    const range = [match.index, match.index + written.length] as const;
    if (text.format === 'json' && text.text[match.index - 1] !== '"' && !names.means(name)) return [];
    const meant = names.spelled(name);
    return [
      finding(
        text,
        'placeholder-format',
        range,
        `${written} is not a placeholder here: a name has no format, list or prefix. It is sent as it is written.`,
        meant === undefined ? 'Remove it, or use a placeholder of this platform.' : `Write {${meant}}.`,
        meant === undefined ? undefined : replacement(`Write {${meant}}`, range, `{${meant}}`),
      ),
    ];
  });
}

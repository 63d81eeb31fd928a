import { type Finding, finding, type LintText } from '../finding.ts';

const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Control characters, and halves of a surrogate pair: nobody sees them, and few receivers take them. */
export function lintControls(text: LintText): Finding[] {
  return [...text.text.matchAll(CONTROL)].map((match) => {
    const code = match[0].charCodeAt(0);
    const range = [match.index, match.index + 1] as const;
    return finding(
      text,
      'control-character',
      range,
      `There is an invisible character here (U+${code.toString(16).toUpperCase().padStart(4, '0')}).`,
      'Remove it.',
      { title: 'Remove it', edits: [{ start: range[0], end: range[1], text: '' }] },
    );
  });
}

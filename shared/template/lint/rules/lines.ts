import { layoutOf } from '../../layout.ts';
import { type Finding, finding, type LintText, type QuickFix, replacement } from '../finding.ts';

/** A line break between two parameters that no "&" separates: it is sent inside the value before it. */
export function lintLines(text: LintText): Finding[] {
  const { joined } = layoutOf(text.text, text.format);
  return joined.map(({ start, end }, index) => {
    const line = text.text.slice(end, lineEnd(text.text, end));
    const first = index === 0 ? text.text.slice(0, start) : '';
    const isAfterComment = first.startsWith('#') && lineEnd(first, 0) === first.length;
    if (line.startsWith('#') || isAfterComment) {
      return finding(
        text,
        'line-without-ampersand',
        [start, end],
        'A line that starts with "#" is part of the text here, not a comment: it is sent inside a value.',
        'Remove the line, or put the comment above the key in the file.',
        isAfterComment
          ? replacement('Remove the line', [0, end], '')
          : replacement('Remove the line', [start, end + line.length], ''),
      );
    }
    const [remedy, fix] = fixFor(line, [start, end]);
    return finding(
      text,
      'line-without-ampersand',
      [start, end],
      'The next line does not start with "&", so the line break is sent inside the value before it.',
      remedy,
      fix,
    );
  });
}

/** What a line is likely meant as: the next parameter, or more of the value before it. */
function fixFor(line: string, range: readonly [number, number]): [remedy: string, fix: QuickFix] {
  return /^[^&]*=/.test(line)
    ? ['Write "&" before it.', replacement('Write "&"', range, '\n&')]
    : ['Join the lines, or write %0A if you mean a line break.', replacement('Join the lines', range, '')];
}

const BREAK = /[\r\n]/g;

function lineEnd(text: string, from: number): number {
  BREAK.lastIndex = from;
  return BREAK.exec(text)?.index ?? text.length;
}

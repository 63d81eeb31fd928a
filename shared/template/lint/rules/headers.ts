import type { BodyFormat, Postback } from '../../postback.ts';
import { type Finding, finding, type LintText, replacement } from '../finding.ts';

/** A header is one line, and has no letters beyond Latin-1; values are encoded, what stands around them is not. */
export function lintHeader(text: LintText): Finding[] {
  const lines = text.text.search(/[\r\n]/);
  if (lines !== -1) {
    return [
      finding(
        text,
        'header-invalid',
        [lines, text.text.length],
        'A header can have only one line.',
        'Remove the line break.',
      ),
    ];
  }
  return [...text.text.matchAll(/[^\u0000-\u00ff]+/g)].map((match) => {
    const range = [match.index, match.index + match[0].length] as const;
    const encoded = encodeURIComponent(match[0].toWellFormed());
    return finding(
      text,
      'header-invalid',
      range,
      `"${match[0]}" cannot be in a header: the request would not be sent.`,
      `Write it as ${encoded}, which is how values are sent, or remove it.`,
      replacement(`Write ${encoded}`, range, encoded),
    );
  });
}

/** What a body of a format is not, when its header says so. */
const NOT: Record<BodyFormat, RegExp> = {
  json: /[/+]xml\b|x-www-form-urlencoded|^multipart\//i,
  xml: /[/+]json\b|x-www-form-urlencoded|^multipart\//i,
  form: /[/+](?:json|xml)\b|^multipart\//i,
};

/** A Content-Type of one's own takes the place of the platform's: receivers read the body by it. */
export function lintContentType(text: LintText, { body }: Pick<Postback, 'body'>): Finding[] {
  if (body === undefined || text.field.toLowerCase() !== 'header:content-type') return [];
  const remedy = 'Remove the header. The platform sends the one that matches the body.';
  const type = /^\s*([^;{}]*[^;{}\s])/.exec(text.text);
  if (type !== null && NOT[body.format].test(type[1]!)) {
    const end = type[0].length;
    return [
      finding(
        text,
        'content-type-other',
        [end - type[1]!.length, end],
        `The header says ${type[1]}, but the body is ${{ json: 'JSON', xml: 'XML', form: 'a form' }[body.format]}: receivers parse it by the header.`,
        remedy,
      ),
    ];
  }
  const charset = /;\s*charset\s*=\s*"?([\w.-]+)/i.exec(text.text);
  if (charset === null || /^(?:utf-?8|us-ascii)$/i.test(charset[1]!)) return [];
  const end = charset.index + charset[0].length;
  const range = [end - charset[1]!.length, end] as const;
  return [
    finding(
      text,
      'content-type-other',
      range,
      `The header says ${charset[1]}, but the body is sent as UTF-8: letters outside ASCII are misread.`,
      'Use utf-8.',
      replacement('Use utf-8', range, 'utf-8'),
    ),
  ];
}

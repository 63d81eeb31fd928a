import { type Finding, finding, type LintText } from '../finding.ts';

/** A body that a GET carries, or that is empty. */
export function lintBody(text: LintText, withGet: boolean): Finding[] {
  const range = [0, text.text.length] as const;
  const found: Finding[] = [];
  if (withGet)
    found.push(
      finding(
        text,
        'body-with-get',
        range,
        'This GET has a body: many servers and proxies drop it or reject the request.',
        'Use POST, or send the values in the URL.',
      ),
    );
  if (text.text.trim() === '')
    found.push(
      finding(text, 'body-empty', range, 'The body is empty.', 'Write a template, or remove the body.'),
    );
  return found;
}

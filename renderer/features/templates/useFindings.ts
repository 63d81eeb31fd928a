import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';
import { lintPostback } from '../../../shared/template/lint/lint.ts';
import { draftOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** Ms without a key before a template is looked at: typing must never wait for it. */
const QUIET_MS = 120;

/** What the linter finds in a postback as it is being edited. */
export function useFindings(form: PostbackForm): readonly Finding[] {
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const [settled] = useDebouncedValue(form, QUIET_MS);
  const found = useMemo(
    () => lintPostback(draftOf(settled), declared === undefined ? {} : { declared }),
    [settled, declared],
  );
  // What was found in a text that has changed since would point at the wrong place.
  return useMemo(
    () =>
      settled === form
        ? found
        : found.filter(({ field }) => textOfField(settled, field) === textOfField(form, field)),
    [found, settled, form],
  );
}

/** The text of a form that a finding is about; undefined when it is not there any more. */
export function textOfField({ url, headers, body }: PostbackForm, field: LintField): string | undefined {
  if (field === 'url') return url;
  if (field === 'body') return body.on ? body.template : undefined;
  return headers.find(({ name }) => name === field.slice('header:'.length))?.value;
}

/** The form with a finding's fix in place. */
export function withFix(form: PostbackForm, { field, fix }: Finding): PostbackForm {
  const before = textOfField(form, field);
  if (fix === undefined || before === undefined) return form;
  const after = fix.edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), before);
  if (field === 'url') return { ...form, url: after };
  if (field === 'body') return { ...form, body: { ...form.body, template: after } };
  const name = field.slice('header:'.length);
  return {
    ...form,
    headers: form.headers.map((row) => (row.name === name ? { ...row, value: after } : row)),
  };
}

/** The form with every fix of one code in place, the last one first, so that offsets stay true. */
export function withAllFixes(form: PostbackForm, findings: readonly Finding[]): PostbackForm {
  return findings.toSorted((a, b) => b.start - a.start).reduce(withFix, form);
}

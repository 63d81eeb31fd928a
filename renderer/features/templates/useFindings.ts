import { useDebouncedValue } from '@mantine/hooks';
import { startTransition, useEffect, useMemo, useState } from 'react';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';
import { movedFindings } from '../../../shared/template/lint/moved.ts';
import { draftOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { useSecretNames } from '../../state/engine.ts';
import { useEndpointNames, useWorkspace } from '../../state/workspace.ts';
import { backgroundLint } from './background.ts';

/** Ms without a key before a template is looked at: typing must never wait for it. */
const QUIET_MS = 120;
/** Longer texts are not compared at every key; their findings come back with the next look. */
const LONGEST_MOVED = 1_000_000;
const NOTHING_YET = { findings: [] as readonly Finding[], form: null as PostbackForm | null };

/** What the linter finds in a postback as it is being edited; until it has looked, what it found last, moved along. */
export function useFindings(form: PostbackForm): { findings: readonly Finding[]; current: boolean } {
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const endpoints = useEndpointNames();
  const secrets = useSecretNames();
  const [settled] = useDebouncedValue(form, QUIET_MS);
  const [found, setFound] = useState(NOTHING_YET);
  useEffect(
    () =>
      backgroundLint.ask(
        {
          postback: draftOf(settled),
          options: {
            ...(declared === undefined ? {} : { declared }),
            ...(secrets === undefined ? {} : { secrets }),
            ...(endpoints === undefined ? {} : { endpoints }),
          },
        },
        (findings) => startTransition(() => setFound({ findings, form: settled })),
      ),
    [settled, declared, endpoints, secrets],
  );
  return useMemo(() => {
    const before = found.form;
    if (before === null || before === form) return { findings: found.findings, current: before !== null };
    return { findings: inForm(found.findings, before, form), current: false };
  }, [found, form]);
}

/** Findings of one form at their places in another. */
export function inForm(findings: readonly Finding[], before: PostbackForm, after: PostbackForm): Finding[] {
  return [...new Set(findings.map(({ field }) => field))].flatMap((field) => {
    const [was, is] = [textOfField(before, field), textOfField(after, field)];
    if (was === undefined || is === undefined || is.length > LONGEST_MOVED) return [];
    return movedFindings(
      findings.filter((finding) => finding.field === field),
      was,
      is,
    );
  });
}

/** The text of a form that a finding is about; undefined when it is not there any more. */
export function textOfField({ url, headers, body }: PostbackForm, field: LintField): string | undefined {
  if (field === 'url') return url;
  if (field === 'body') return body.on ? body.template : undefined;
  return headers.find(({ name }) => name === field.slice('header:'.length))?.value;
}

/** The form with a finding's fix in place. */
function withFix(form: PostbackForm, { field, fix }: Finding): PostbackForm {
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

/** The form with the fixes of findings in place, the last one first, so that offsets stay true. */
export function withFixes(form: PostbackForm, findings: readonly Finding[]): PostbackForm {
  return findings.toSorted((a, b) => b.start - a.start).reduce(withFix, form);
}

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Finding } from '../../../../shared/template/lint/finding.ts';
import { lintPostback } from '../../../../shared/template/lint/lint.ts';
import type { Severity } from '../../../../shared/template/lint/rule-codes.ts';
import { IconAlertTriangle, IconCheck, IconCircleX, IconInfoCircle } from '../../../components/icons.ts';
import { counted } from '../../../lib/format.ts';
import { useSecretNames } from '../../../state/engine.ts';
import { useEndpointNames, useWorkspace } from '../../../state/workspace.ts';
import { addToPostback } from '../add-placeholder.ts';
import { change, useSetup } from './setup-draft.ts';
import type { SetupTarget } from './useSetupTarget.ts';

/** Placeholders that checks need most, and what goes unseen without them. */
const WANTED: readonly { name: string; without: string }[] = [
  { name: 'ActionId', without: 'Without it, no record can be told from another.' },
  { name: 'Status', without: 'Without it, a receiver cannot see that an action was reversed.' },
  { name: 'Payout', without: 'Without it, no money can be compared.' },
  {
    name: 'DeltaPayout',
    without: 'With it, duplicates and late postbacks can be told apart, and their checks can be played.',
  },
  { name: 'Currency', without: 'With it, the checks of currencies can be played.' },
];
/** Only these are needed to judge money at all. */
const NEEDED = 3;

const MARKS: Record<Severity, typeof IconCheck> = {
  error: IconCircleX,
  warning: IconAlertTriangle,
  info: IconInfoCircle,
};
const TONES: Record<Severity, string> = { error: 'text-bad', warning: 'text-warn', info: 'faint' };

/** What the linter finds in the template, and which placeholders it lacks. */
export function TemplateFindings({ target }: { target: SetupTarget }) {
  const { source, added, file } = useSetup();
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const endpoints = useEndpointNames();
  const secrets = useSecretNames();
  const { postback, placeholders, isUrl } = target;
  const findings = useMemo(
    () =>
      postback === null
        ? []
        : lintPostback(postback, {
            ...(declared === undefined ? {} : { declared }),
            ...(secrets === undefined ? {} : { secrets }),
            ...(endpoints === undefined ? {} : { endpoints }),
          }),
    [postback, declared, endpoints, secrets],
  );
  if (postback === null) return null;
  const missing = WANTED.filter(({ name }) => !placeholders.has(name));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const canFix = source === 'paste' && isUrl;
  const fixUrl = ({ fix }: Finding) => {
    if (fix === undefined) return;
    const text = fix.edits
      .toSorted((a, b) => b.start - a.start)
      .reduce(
        (before, { start, end, text: by }) => before.slice(0, start) + by + before.slice(end),
        postback.url,
      );
    change({ text, choices: {}, added: [], tried: null });
  };
  const add = (name: string) => {
    if (source === 'paste') change({ added: [...added, name], tried: null });
    else if (file !== null) void addToPostback(file, [name]);
  };
  const has = WANTED.slice(0, NEEDED).filter(({ name }) => placeholders.has(name));
  return (
    <>
      <div className="section-head">
        Template check
        <span className="count">
          {counted(errors, 'error')}, {counted(warnings, 'warning')}
        </span>
      </div>
      {has.length === NEEDED ? (
        <div className="checks-line">
          <IconCheck size={15} stroke={1.75} className="text-ok" aria-label="Good" />
          <span className="grow">
            Has what the money checks need:{' '}
            {has.map(({ name }) => (
              <span key={name} className="mono placeholder setup-name">{`{${name}}`}</span>
            ))}
          </span>
        </div>
      ) : null}
      {missing.map(({ name, without }) => (
        <div key={name} className="checks-line">
          <IconAlertTriangle size={15} stroke={1.5} className="text-warn" aria-label="Warning" />
          <span className="grow">
            <span className="mono placeholder">{`{${name}}`}</span> is missing. {without}
          </span>
          <Button size="xs" aria-label={`Add {${name}}`} onClick={() => add(name)}>
            Add
          </Button>
        </div>
      ))}
      {findings.map((finding) => {
        const Mark = MARKS[finding.severity];
        return (
          <div key={`${finding.code} ${finding.field} ${finding.start}`} className="checks-line">
            <Mark size={15} stroke={1.5} className={TONES[finding.severity]} aria-label={finding.severity} />
            <span className="grow">
              {finding.message} <span className="dimmed">{finding.remedy}</span>
            </span>
            {canFix && finding.fix !== undefined && finding.field === 'url' ? (
              <Button size="xs" onClick={() => fixUrl(finding)}>
                {finding.fix.title}
              </Button>
            ) : null}
          </div>
        );
      })}
    </>
  );
}

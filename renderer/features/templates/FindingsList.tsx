import { Button } from '@mantine/core';
import { memo, useId } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { Severity } from '../../../shared/template/lint/rule-codes.ts';
import { IconChevronDown } from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { showProblems, usePanels } from './editor-panels.ts';
import { showFinding } from './editors.ts';
import { SEVERITY_ICONS, worstFirst } from './severity.tsx';

const WHERE = (field: Finding['field']) =>
  field === 'url' ? 'URL' : field === 'body' ? 'Body' : field.slice('header:'.length);

interface Props {
  findings: readonly Finding[];
  /** Whether the linter has looked at the texts as they are now. */
  looked: boolean;
  /** Puts the fixes of some of them into the texts. */
  onFix: (findings: readonly Finding[]) => void;
}

/** What the linter has found, each with its remedy; a click shows the place, a button mends it. */
export const FindingsList = memo(({ findings, looked, onFix }: Props) => {
  const spellings = findings.filter(
    ({ code, fix }) =>
      fix !== undefined && (code === 'placeholder-spelling' || code === 'placeholder-foreign'),
  );
  const open = usePanels(({ problems }) => problems);
  const list = useId();
  return (
    <section aria-label="Problems" className="templates-findings">
      <div className="templates-section">
        <h2 className="strong text-12">
          {findings.length === 0 ? (
            'Problems'
          ) : (
            <button
              type="button"
              className="templates-fold"
              aria-expanded={open}
              aria-controls={list}
              onClick={() => showProblems(!open)}
            >
              Problems
              <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
            </button>
          )}
        </h2>
        <span className="dimmed text-12" role="status">
          {findings.length > 0 ? summary(findings) : looked ? 'none' : 'checking…'}
        </span>
        <span className="spacer" />
        {spellings.length > 1 ? (
          <Button size="xs" onClick={() => onFix(spellings)}>
            Convert {counted(spellings.length, 'placeholder')}
          </Button>
        ) : null}
      </div>
      {findings.length === 0 ? null : (
        <ul id={list} hidden={!open}>
          {worstFirst(findings).map((finding) => (
            <li key={`${finding.code} ${finding.field} ${finding.start}`}>
              <button type="button" className="templates-finding" onClick={() => showFinding(finding)}>
                {SEVERITY_ICONS[finding.severity]}
                <span className="grow">
                  {finding.message} <span className="dimmed">{finding.remedy}</span>
                </span>
                <span className="faint text-12 nowrap">{WHERE(finding.field)}</span>
              </button>
              {finding.fix === undefined ? null : (
                <Button size="xs" onClick={() => onFix([finding])}>
                  {finding.fix.title}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
});

function summary(findings: readonly Finding[]): string {
  const words: [Severity, string, string][] = [
    ['error', 'error', 'errors'],
    ['warning', 'warning', 'warnings'],
    ['info', 'note', 'notes'],
  ];
  return words
    .flatMap(([severity, one, many]) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count === 0 ? [] : [counted(count, one, many)];
    })
    .join(', ');
}

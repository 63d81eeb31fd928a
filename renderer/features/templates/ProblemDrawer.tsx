import { Button } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { Severity } from '../../../shared/template/lint/rule-codes.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { IconChevronDown, IconChevronUp } from '../../components/icons.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { counted } from '../../lib/format.ts';
import { showProblems, usePanels } from './editor-panels.ts';
import { closeProblem, openProblem } from './opened-problem.ts';
import { fieldName, safeFixes, stepProblem, useProblemList } from './problem-list.ts';
import { SEVERITY_ICONS } from './severity.tsx';
import { textOfField } from './useFindings.ts';

const WORDS: readonly [Severity, string, string, string][] = [
  ['error', 'error', 'errors', 'text-bad'],
  ['warning', 'warning', 'warnings', 'text-warn'],
  ['info', 'note', 'notes', 'dimmed'],
];

interface Props {
  /** The form that the problems are about. */
  form: PostbackForm;
}

/** The problems of a postback: one line at the bottom, and on demand the list, which leads to each. */
export function ProblemDrawer({ form }: Props) {
  const list = useProblemList();
  const { all, fix } = list;
  const open = usePanels(({ problems }) => problems);
  const id = useId();
  const safe = safeFixes(all);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && closeProblem()) event.preventDefault();
  };
  return (
    <section aria-label="Problems" className="templates-drawer" onKeyDown={onKeyDown}>
      <div className="templates-drawer-head">
        <h2>
          <button
            type="button"
            className="templates-drawer-name"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => showProblems(!open)}
          >
            Problems
          </button>
        </h2>
        <span role="status" className="templates-drawer-sum">
          <Sum form={form} />
        </span>
        <span className="spacer" />
        {safe.length === 0 ? null : (
          <Button size="xs" variant="subtle" className="templates-link" onClick={() => fix(safe)}>
            {`Apply ${counted(safe.length, 'safe fix', 'safe fixes')}`}
          </Button>
        )}
        {all.length === 0 ? null : (
          <button type="button" className="templates-next" onClick={() => stepProblem(list, 1)}>
            <KeyCaps keys="F8" /> next
          </button>
        )}
        <button
          type="button"
          className="templates-drawer-chevron"
          tabIndex={-1}
          aria-hidden="true"
          onClick={() => showProblems(!open)}
        >
          {open ? <IconChevronDown size={14} stroke={1.75} /> : <IconChevronUp size={14} stroke={1.75} />}
        </button>
      </div>
      <div id={id} hidden={!open || all.length === 0} className="templates-drawer-list">
        {open ? <Rows all={all} form={form} /> : null}
      </div>
    </section>
  );
}

/** How many there are of each severity, or that there are none, and of what. */
function Sum({ form }: Props) {
  const { all, looked } = useProblemList();
  if (all.length === 0) return looked ? `none in ${checked(form)}` : 'checking…';
  return WORDS.map(([severity, one, many, tone]) => {
    const count = all.filter((finding) => finding.severity === severity).length;
    return count === 0 ? null : (
      <span key={severity} className={tone}>
        {SEVERITY_ICONS[severity]}
        {counted(count, one, many)}
      </span>
    );
  });
}

/** What the linter has looked at: "URL, 2 headers and body". */
function checked({ headers, body }: PostbackForm): string {
  const parts = [
    'URL',
    ...(headers.length === 0 ? [] : [counted(headers.length, 'header')]),
    ...(body.on ? ['body'] : []),
  ];
  return new Intl.ListFormat('en').format(parts).replace(', and ', ' and ');
}

function Rows({ all, form }: Props & { all: readonly Finding[] }) {
  const lines = useMemo(() => linesOf(all, form), [all, form]);
  return (
    <ul>
      {all.map((finding) => (
        <Row
          key={`${finding.code} ${finding.field} ${finding.start}`}
          finding={finding}
          line={lines.get(finding)}
        />
      ))}
    </ul>
  );
}

function Row({ finding, line }: { finding: Finding; line: number | undefined }) {
  const { opened, fix } = useProblemList();
  const { severity, code, message, remedy, field } = finding;
  return (
    <li className="templates-drawer-row" data-current={opened === finding || undefined}>
      <button type="button" onClick={() => openProblem(finding)} title={`${message} ${remedy}`}>
        {SEVERITY_ICONS[severity]}
        <span className="medium ellipsis templates-drawer-code">{code}</span>
        <span className="dimmed ellipsis grow">{message}</span>
        <span className="faint ellipsis templates-drawer-place">
          {line === undefined ? fieldName(field) : `${fieldName(field)} line ${line}`}
        </span>
      </button>
      {finding.fix === undefined ? null : (
        <Button size="xs" variant="subtle" className="templates-link" onClick={() => fix([finding])}>
          {finding.fix.title}
        </Button>
      )}
    </li>
  );
}

/** The lines of the problems in the body, from 1. */
function linesOf(all: readonly Finding[], form: PostbackForm): ReadonlyMap<Finding, number> {
  const text = textOfField(form, 'body') ?? '';
  const lines = new Map<Finding, number>();
  let [line, end] = [1, text.indexOf('\n')];
  for (const finding of all.filter(({ field }) => field === 'body').toSorted((a, b) => a.start - b.start)) {
    while (end !== -1 && end < finding.start) {
      line += 1;
      end = text.indexOf('\n', end + 1);
    }
    lines.set(finding, line);
  }
  return lines;
}

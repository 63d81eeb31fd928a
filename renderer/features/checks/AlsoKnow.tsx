import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CheckReport, CheckResult } from '../../../shared/checks/report.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconDeviceFloppy, IconList } from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { saveFile } from '../../lib/save-file.ts';
import { addPlaceholders, useAddable } from './add-placeholder.ts';
import { writtenCsv } from './check-run-commands.ts';
import { showCheck } from './checks-view.ts';
import { MissingPlaceholders } from './MissingPlaceholders.tsx';
import { VerdictMark } from './VerdictMark.tsx';

/** Reasons for skipping that are listed; further ones are in the list of checks. */
const MOST_REASONS = 8;

/** Warnings, what was skipped and what would let it be played, and what was written to the receiver. */
export function AlsoKnow({ report }: { report: CheckReport }) {
  const warnings = report.checks.filter(({ verdict }) => verdict === 'warn');
  const skipped = report.checks.filter(({ verdict }) => verdict === 'skip');
  if (warnings.length + skipped.length + report.created.length === 0) return null;
  return (
    <section aria-label="Also worth knowing" className="checks-also">
      <h3>Also worth knowing</h3>
      {warnings.map(({ id, title, sentence }) => (
        <Line key={id} mark={<VerdictMark standing="warn" />}>
          <button type="button" className="checks-also-link" onClick={() => showCheck(id)}>
            <span className="medium">{title}.</span> <span className="dimmed">{sentence}</span>
          </button>
        </Line>
      ))}
      <Skipped results={skipped} />
      <Written report={report} />
    </section>
  );
}

function Line({ mark, buttons, children }: { mark: ReactNode; buttons?: ReactNode; children: ReactNode }) {
  return (
    <div className="checks-line">
      {mark}
      <span className="grow">{children}</span>
      {buttons}
    </div>
  );
}

/** Skipped checks by what they lack. */
function Skipped({ results }: { results: readonly CheckResult[] }) {
  const addable = useAddable();
  const missing = results.filter(({ add }) => add !== null);
  const reasons = new Map<string, CheckResult[]>();
  for (const result of results) {
    if (result.add !== null) continue;
    reasons.set(result.sentence, [...(reasons.get(result.sentence) ?? []), result]);
  }
  const shown = [...reasons].toSorted(([, a], [, b]) => b.length - a.length).slice(0, MOST_REASONS);
  return (
    <>
      {missing.length === 0 ? null : (
        <div className="checks-line">
          <VerdictMark standing="skip" />
          <MissingPlaceholders
            checks={missing.length}
            names={[...new Set(missing.flatMap(({ add }) => add ?? []))]}
            onAdd={addable ? (names) => void addPlaceholders(names) : undefined}
          />
        </div>
      )}
      {shown.map(([sentence, skipped]) => (
        <Line key={sentence} mark={<VerdictMark standing="skip" />}>
          <button
            type="button"
            className="checks-also-link"
            onClick={() => skipped[0] !== undefined && showCheck(skipped[0].id)}
          >
            <span className="medium">{counted(skipped.length, 'check')} skipped.</span>{' '}
            <span className="dimmed">{sentence}</span>
          </button>
        </Line>
      ))}
    </>
  );
}

function Written({ report }: { report: CheckReport }) {
  const { created, runId } = report;
  if (created.length === 0) return null;
  return (
    <Line
      mark={<IconList size={15} stroke={1.5} className="faint" aria-hidden="true" />}
      buttons={
        <>
          <CopyButton
            caption="Copy list"
            label="Copy the list of test actions"
            text={() => created.map(({ actionId }) => actionId).join('\n')}
          />
          <Button
            size="xs"
            leftSection={<IconDeviceFloppy size={14} stroke={1.5} />}
            onClick={() => saveFile(`postbench-run-${runId}-actions.csv`, writtenCsv(report), 'text/csv')}
          >
            Save as CSV
          </Button>
        </>
      }
    >
      {counted(created.length, 'test action')} may have been written to your receiver.
    </Line>
  );
}

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { CATEGORY_NAMES } from '../../../shared/checks/category-names.ts';
import { type Change, type ComparedCheck, compareRuns } from '../../../shared/checks/compare-runs.ts';
import { diagnosisText } from '../../../shared/checks/diagnosis.ts';
import type { CheckReport, CheckResult } from '../../../shared/checks/report.ts';
import { IconChevronDown, IconChevronRight, IconRefresh, IconX } from '../../components/icons.ts';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { useCommands } from '../../state/commands.ts';
import { useZone } from '../../state/workspace.ts';
import { rerunFailed } from './check-run-commands.ts';
import { useChecksView } from './checks-view.ts';
import { ReportMenu } from './RunBar.tsx';
import { runTime } from './RunMenuItem.tsx';
import { VERDICT_TONE, VerdictMark } from './VerdictMark.tsx';

interface CompareViewProps {
  before: { id: number; report: CheckReport };
  after: { id: number; report: CheckReport };
}

const GROUPS: readonly { change: Change; title: string; mark: 'fail' | 'pass' | 'skip' }[] = [
  { change: 'new', title: 'New', mark: 'fail' },
  { change: 'still', title: 'Still failing', mark: 'fail' },
  { change: 'fixed', title: 'Fixed', mark: 'pass' },
  { change: 'unchanged', title: 'Unchanged', mark: 'skip' },
];

/** Two runs side by side: what is fixed, what is new, what still fails. */
export function CompareView({ before, after }: CompareViewProps) {
  const zone = useZone();
  const compared = useMemo(() => compareRuns(before.report, after.report), [before.report, after.report]);
  const { counts, notJudged } = compared;
  const failed = after.report.summary.counts.fail;
  const close = () => useChecksView.setState({ against: null });
  useCommands([
    {
      id: 'checks.closeComparison',
      title: 'Close the comparison',
      section: 'Checks',
      keys: 'Escape',
      icon: IconX,
      run: close,
    },
  ]);
  const name = ({ id, report }: CompareViewProps['before']) =>
    `Run ${id}, ${runTime(report.startedAt, zone)}`;
  return (
    <>
      <div className="pane-bar checks-bar">
        <h1>Checks</h1>
        <span className="medium nowrap">
          Run {before.id} <span className="faint">→</span> Run {after.id}
        </span>
        <span className="spacer" />
        <ReportMenu id={after.id} />
        <Button size="xs" leftSection={<IconX size={14} stroke={1.5} />} onClick={close}>
          Close
        </Button>
        {failed === 0 ? null : (
          <Button
            size="xs"
            variant="filled"
            leftSection={<IconRefresh size={14} stroke={1.5} />}
            onClick={() => void rerunFailed(after.report)}
          >
            Rerun failed
          </Button>
        )}
      </div>
      <div className="checks-compare-head">
        <div className="grow">
          <h2>
            {counts.fixed} fixed, {counts.new} new, {counts.still} still failing
          </h2>
          <p className="dimmed text-12">
            {after.report.summary.headline}.
            {notJudged === 0
              ? ''
              : ` ${notJudged} of the earlier problems ${notJudged === 1 ? 'was' : 'were'} not judged in run ${after.id}, so nothing is said of ${notJudged === 1 ? 'it' : 'them'}.`}
          </p>
        </div>
        <Differences before={before.report} after={after.report} />
      </div>
      <ScrollRegion label="Compared checks">
        <table className="checks-compare">
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col" className="checks-compare-wide">
                Category
              </th>
              <th scope="col">{name(before)}</th>
              <th scope="col">{name(after)}</th>
              <th scope="col" className="checks-compare-wide">
                Reason
              </th>
            </tr>
          </thead>
          {GROUPS.map(({ change, title, mark }) => (
            <Group
              key={change}
              title={title}
              mark={mark}
              checks={compared.checks.filter((check) => check.change === change)}
              folded={change === 'unchanged'}
            />
          ))}
        </table>
      </ScrollRegion>
    </>
  );
}

/** What else was different between the runs, so that "new" is not misread. */
function Differences({ before, after }: { before: CheckReport; after: CheckReport }) {
  const parts = [
    before.target.url === after.target.url && before.target.method === after.target.method
      ? ''
      : 'the postback',
    before.probe === after.probe ? '' : 'the view of your records',
    before.seed === after.seed ? '' : 'the seed',
    before.checks.length === after.checks.length ? '' : 'which checks were played',
  ].filter((part) => part !== '');
  return (
    <dl className="checks-compare-facts text-12">
      <dt className="faint">Changed between</dt>
      <dd>{parts.length === 0 ? 'nothing in the setup' : parts.join(', ')}</dd>
    </dl>
  );
}

interface GroupProps {
  title: string;
  mark: 'fail' | 'pass' | 'skip';
  checks: readonly ComparedCheck[];
  folded: boolean;
}

function Group({ title, mark, checks, folded }: GroupProps) {
  const [open, setOpen] = useState(!folded);
  if (checks.length === 0) return null;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <tbody>
      <tr className="checks-compare-group">
        <th colSpan={5} scope="rowgroup">
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Chevron size={14} stroke={1.75} aria-hidden="true" />
            <VerdictMark standing={mark} silent />
            {title} <span className={VERDICT_TONE[mark]}>{checks.length}</span>
          </button>
        </th>
      </tr>
      {open ? checks.map((check) => <Line key={check.id} check={check} />) : null}
    </tbody>
  );
}

function Line({ check: { id, before, after } }: { check: ComparedCheck }) {
  const known = after ?? before!;
  const diagnosis = after?.diagnosis ?? before?.diagnosis ?? null;
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="checks-also-link checks-compare-check"
          onClick={() => useChecksView.setState({ against: null, selected: id })}
        >
          {known.title}
        </button>
      </th>
      <td className="dimmed checks-compare-wide">{CATEGORY_NAMES[known.category]}</td>
      <ResultCell result={before} />
      <ResultCell result={after} />
      <td className="dimmed checks-compare-wide">
        {diagnosis === null ? '' : diagnosisText(diagnosis).title}
      </td>
    </tr>
  );
}

function ResultCell({ result }: { result: CheckResult | undefined }) {
  if (result === undefined) return <td className="faint">not played</td>;
  const { verdict, saw, add } = result;
  const tone = verdict === 'pass' ? '' : VERDICT_TONE[verdict];
  return (
    <td className={tone}>
      <span className="checks-compare-result">
        <VerdictMark standing={verdict} />
        <span className="ellipsis">{verdict === 'skip' && add !== null ? `add {${add}}` : saw}</span>
      </span>
    </td>
  );
}

import { CATEGORY_NAMES } from '../../../shared/checks/category-names.ts';
import { CATEGORIES, type Category } from '../../../shared/checks/check.ts';
import type { CheckReport } from '../../../shared/checks/report.ts';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { counted, duration } from '../../lib/format.ts';
import { AlsoKnow } from './AlsoKnow.tsx';
import { DefectTable } from './DefectTable.tsx';
import { VerdictBar } from './RunProgress.tsx';
import { runStanding } from './run-standing.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** What a run found as a whole: the headline, its defects, its categories, and what else is worth knowing. */
export function RunSummary({ report }: { report: CheckReport }) {
  const { summary, state, problem } = report;
  const running = state === 'running';
  return (
    <ScrollRegion label="Summary" className="checks-summary">
      <div className="checks-head">
        <VerdictMark standing={runStanding(report)} size={20} silent />
        <div className="grow">
          <h2>{running ? 'Found so far' : state === 'failed' ? 'The run broke off' : summary.headline}</h2>
          <p className="dimmed">{running ? RUNNING : sentenceOf(report)}</p>
          {problem === '' ? null : <p className="text-bad">{problem}</p>}
          {report.firstLook === null || report.firstLook.problem === '' ? null : (
            <p className="text-warn">{report.firstLook.problem}</p>
          )}
        </div>
      </div>
      {summary.defects.length === 0 ? (
        running ? (
          <p className="dimmed text-12 checks-summary-empty">No defect has been found so far.</p>
        ) : null
      ) : (
        <DefectTable report={report} />
      )}
      {running ? null : (
        <>
          <CategoryTable summary={summary} />
          <AlsoKnow report={report} />
          <p className="faint text-12 checks-summary-foot">
            {duration(report.tookMs)}, {duration(report.waitedMs)} of it waiting for records.{' '}
            {counted(report.requests, 'request')}
            {report.lagMs === null ? '' : `; records took up to ${duration(report.lagMs)}`}. Seed{' '}
            {report.seed}, run ID {report.runId}.
          </p>
        </>
      )}
    </ScrollRegion>
  );
}

const RUNNING = 'Verdicts appear as records settle. Cancel keeps what has been found.';

function sentenceOf({ summary, checks, probe, state }: CheckReport): string {
  const { counts, defects, moneyJudged } = summary;
  const judged = checks.length - counts.skip;
  const of = `${counts.fail} of ${counted(judged, 'check')} failed`;
  if (state === 'failed' && judged === 0) return 'Nothing was judged.';
  const found =
    counts.fail === 0
      ? `${counted(judged, 'check')} judged, none failed.`
      : `${of}${defects.length < counts.fail ? `, for ${counted(defects.length, 'reason')}` : ''}.`;
  if (!moneyJudged)
    return `${found} ${probe === '' ? 'A receiver can acknowledge every postback and still book the wrong sum.' : 'No records were compared with the platform’s books.'}`;
  return counts.fail === 0 ? `${found} Every record that was compared equals the platform’s books.` : found;
}

function CategoryTable({ summary: { categories } }: Pick<CheckReport, 'summary'>) {
  const shown = CATEGORIES.filter((category) => categories[category] !== undefined);
  return (
    <table className="checks-categories">
      <thead>
        <tr>
          <th scope="col">Category</th>
          <th aria-label="Shares" />
          <th scope="col">Passed</th>
          <th scope="col">Warnings</th>
          <th scope="col">Failed</th>
          <th scope="col">Skipped</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((category) => (
          <CategoryLine key={category} category={category} counts={categories[category]!} />
        ))}
      </tbody>
    </table>
  );
}

type Counts = NonNullable<CheckReport['summary']['categories'][Category]>;

function CategoryLine({ category, counts }: { category: Category; counts: Counts }) {
  const total = counts.pass + counts.warn + counts.fail + counts.skip;
  const cell = (value: number, tone = '') => <td className={value === 0 ? 'faint' : tone}>{value}</td>;
  return (
    <tr>
      <th scope="row">{CATEGORY_NAMES[category]}</th>
      <td>
        <VerdictBar counts={counts} total={total} label={`${CATEGORY_NAMES[category]}, verdicts`} />
      </td>
      {cell(counts.pass)}
      {cell(counts.warn, 'text-warn')}
      {cell(counts.fail, 'text-bad medium')}
      {cell(counts.skip, 'dimmed')}
    </tr>
  );
}

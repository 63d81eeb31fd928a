import { Button } from '@mantine/core';
import { CATEGORY_NAMES } from '../../../shared/checks/category-names.ts';
import { CATEGORIES, type Category } from '../../../shared/checks/check.ts';
import type { CheckReport } from '../../../shared/checks/report.ts';
import type { LiveStory } from '../../../shared/contract/checks.ts';
import { Chip } from '../../components/Chip.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { counted, duration } from '../../lib/format.ts';
import { AlsoKnow } from './AlsoKnow.tsx';
import { openSetup } from './checks-view.ts';
import { DefectTable } from './DefectTable.tsx';
import { LiveLadder } from './LiveLadder.tsx';
import { outcomeLabel } from './outcome-label.ts';
import { VerdictBar } from './RunProgress.tsx';
import { runStanding } from './run-standing.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** What a run found as a whole: the headline, its defects, its categories, and what else is worth knowing. */
export function RunSummary({ report, live }: { report: CheckReport; live: LiveStory | null }) {
  const { summary, state, problem } = report;
  const running = state === 'running';
  const blind = report.probe === '' && state !== 'running';
  const unreachable = whyUnreachable(report);
  return (
    <ScrollRegion label="Summary" className="checks-summary">
      {live === null ? null : <WatchedStory live={live} report={report} />}
      <div className="checks-head">
        <VerdictMark standing={runStanding(report)} size={20} silent />
        <div className="grow">
          <h2>{running ? 'Found so far' : state === 'failed' ? 'The run broke off' : summary.headline}</h2>
          <p className="dimmed">{running ? RUNNING : sentenceOf(report)}</p>
          {unreachable === undefined ? null : <p className="text-bad">{unreachable}</p>}
          {problem === '' ? null : <p className="text-bad">{problem}</p>}
          {report.firstLook === null || report.firstLook.problem === '' ? null : (
            <p className="text-warn">{report.firstLook.problem}</p>
          )}
        </div>
      </div>
      {blind && unreachable === undefined ? (
        <Button
          className="checks-summary-act"
          variant={summary.counts.fail === 0 ? 'filled' : 'default'}
          onClick={() => openSetup('records')}
        >
          Add a way to read records
        </Button>
      ) : null}
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
            {report.lagMs === null || report.probe === ''
              ? ''
              : `; records took up to ${duration(report.lagMs)}`}
            . Seed {report.seed}, run ID {report.runId}.
          </p>
        </>
      )}
    </ScrollRegion>
  );
}

/** One of the stories that are being played, above what was found so far. */
function WatchedStory({ live, report }: { live: LiveStory; report: CheckReport }) {
  return (
    <div className="checks-watched">
      <div className="checks-detail-title">
        <Chip>
          <VerdictMark standing="playing" silent /> Running
        </Chip>
        <h2 className="ellipsis">{live.title}</h2>
      </div>
      <LiveLadder live={live} report={report} />
    </div>
  );
}

const RUNNING = 'Verdicts appear as records settle. Cancel keeps what has been found.';

function sentenceOf({ summary, checks, probe }: CheckReport): string {
  const { counts, defects, moneyJudged } = summary;
  const judged = checks.length - counts.skip;
  const of = `${counts.fail} of ${counted(judged, 'check')} failed`;
  if (judged === 0) return 'No check could be judged.';
  const found =
    counts.fail === 0
      ? `${counted(judged, 'check')} judged, none failed.`
      : `${of}${defects.length < counts.fail ? `, for ${counted(defects.length, 'reason')}` : ''}.`;
  if (!moneyJudged)
    return `${found} ${probe === '' ? 'A receiver can acknowledge every postback and still book the wrong sum.' : 'No records were compared with the platform’s books.'}`;
  return counts.fail === 0 ? `${found} Every record that was compared equals the platform’s books.` : found;
}

/** Why nothing came back from the first request on; undefined where something did. */
function whyUnreachable({ firstLook }: CheckReport): string | undefined {
  if (firstLook === null || firstLook.response.status !== null) return undefined;
  const { outcome, body } = firstLook.response;
  const cause = body === '' ? '' : `: ${body}`;
  return `${outcomeLabel(outcome)}${cause}. Start your receiver, and run the checks again.`;
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

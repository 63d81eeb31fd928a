import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { VERDICT_NAMES } from '../../../shared/checks/category-names.ts';
import type { Verdict } from '../../../shared/checks/check.ts';
import { diagnosisText } from '../../../shared/checks/diagnosis.ts';
import type { CheckInfo, CheckReport, CheckResult } from '../../../shared/checks/report.ts';
import type { LiveStory } from '../../../shared/contract/checks.ts';
import { Chip, type Tone } from '../../components/Chip.tsx';
import { IconChevronLeft, IconPlayerPlay, IconPlus, IconRefresh } from '../../components/icons.ts';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { counted } from '../../lib/format.ts';
import { addPlaceholders, useAddable } from './add-placeholder.ts';
import type { CheckStanding } from './check-rows.ts';
import { nameOf, openInSimulator, runAgain } from './check-run-commands.ts';
import { FinalRecords } from './FinalRecords.tsx';
import { Ladder } from './Ladder.tsx';
import { LiveLadder } from './LiveLadder.tsx';
import { RemedyPanel } from './RemedyPanel.tsx';
import { CertaintyChip, VerdictMark } from './VerdictMark.tsx';

const UNJUDGED = {
  playing: 'In progress. Its evidence and verdict appear once your records settle.',
  waiting: 'Not played yet.',
};
const TONES: Record<Verdict, Tone> = { pass: 'ok', fail: 'bad', warn: 'warn', skip: 'plain' };

interface CheckDetailProps {
  /** Of the run. */
  id: number;
  report: CheckReport;
  checkId: string;
  /** What is known of the check without a run. */
  info: Pick<CheckInfo, 'title' | 'why'>;
  standing: CheckStanding;
  result: CheckResult | undefined;
  running: boolean;
  /** The story that is being played, of whichever check. */
  live: LiveStory | null;
  /** Back to the list where it gives way to the detail. */
  onBack: (() => void) | undefined;
}

/** One check: why it matters, what was sent and recorded, what that means, and what to change. */
export function CheckDetail({
  id,
  report,
  checkId,
  info,
  standing,
  result,
  running,
  live,
  onBack,
}: CheckDetailProps) {
  return (
    <>
      <header className="checks-detail-head">
        <div className="checks-detail-title">
          {onBack === undefined ? null : (
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconChevronLeft size={14} stroke={1.75} />}
              onClick={onBack}
            >
              All checks
            </Button>
          )}
          {standing === 'playing' || standing === 'waiting' ? (
            <Chip>
              <VerdictMark standing={standing} silent /> {standing === 'playing' ? 'Running' : 'Waiting'}
            </Chip>
          ) : (
            <Chip tone={TONES[standing]}>
              <VerdictMark standing={standing} size={13} silent /> {VERDICT_NAMES[standing]}
            </Chip>
          )}
          <h2>{info.title}</h2>
          <span className="spacer" />
          {result === undefined || running ? null : (
            <Button
              size="xs"
              leftSection={<IconRefresh size={14} stroke={1.5} />}
              onClick={() => void runAgain([nameOf(result)], report.seed)}
            >
              Rerun this check
            </Button>
          )}
        </div>
        {info.why.map(({ sentence, certainty }) => (
          <p key={sentence} className="dimmed">
            {sentence} <CertaintyChip certainty={certainty} />
          </p>
        ))}
      </header>
      <ScrollRegion label="Evidence and remedy" className="checks-detail">
        {result === undefined ? (
          <>
            <p className="dimmed checks-detail-note">
              {UNJUDGED[standing === 'playing' ? standing : 'waiting']}
            </p>
            {live?.check === checkId ? <LiveLadder live={live} report={report} /> : null}
          </>
        ) : (
          <Result runId={id} report={report} result={result} />
        )}
      </ScrollRegion>
    </>
  );
}

interface StoriesProps {
  runId: number;
  report: CheckReport;
  result: CheckResult;
}

function Result({ runId, report, result }: StoriesProps) {
  const { verdict, evidence, sentence, diagnosis, id } = result;
  const isProblem = verdict === 'fail' || verdict === 'warn';
  return (
    <>
      {isProblem || sentence === '' ? null : <p className="checks-detail-note">{sentence}</p>}
      {verdict === 'skip' ? <AddMissing add={result.add} /> : null}
      {isProblem && evidence.length === 0 ? (
        <Meaning verdict={verdict} sentence={sentence} diagnosis={diagnosis} />
      ) : null}
      {evidence.length === 0 ? (
        verdict === 'pass' ? (
          <p className="dimmed text-12">
            Judged from the requests of other checks; it played none of its own.
          </p>
        ) : null
      ) : (
        <Stories key={id} runId={runId} report={report} result={result} />
      )}
      {isProblem && evidence.length > 0 ? (
        <Meaning verdict={verdict} sentence={sentence} diagnosis={diagnosis} />
      ) : null}
      {isProblem ? <RemedyPanel remedy={result.remedy} /> : null}
    </>
  );
}

function AddMissing({ add }: { add: string | null }) {
  const addable = useAddable();
  if (add === null || !addable) return null;
  return (
    <Button
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.75} />}
      onClick={() => void addPlaceholders([add])}
    >
      Add <span className="mono checks-add-name">{`{${add}}`}</span>
    </Button>
  );
}

/** What the numbers say. */
function Meaning({ verdict, sentence, diagnosis }: Pick<CheckResult, 'verdict' | 'sentence' | 'diagnosis'>) {
  const text = diagnosis === null ? undefined : diagnosisText(diagnosis);
  return (
    <div className={verdict === 'fail' ? 'checks-meaning' : 'checks-meaning checks-meaning-warn'}>
      <VerdictMark standing={verdict} silent />
      <div className="grow">
        {text === undefined ? null : <p className="strong">{text.title}</p>}
        <p>{sentence}</p>
        {text === undefined || sentence.includes(text.sentence) ? null : (
          <p className="dimmed text-12">{text.sentence}</p>
        )}
      </div>
    </div>
  );
}

/** The stories that were played for the check; the one that shows most comes first. */
function Stories({ runId, report, result: { id, title, evidence } }: StoriesProps) {
  const [selected, setSelected] = useState(0);
  const at = Math.min(selected, evidence.length - 1);
  const story = evidence[at]!;
  const ids = [...new Set(story.steps.map(({ actionId }) => actionId).filter((id) => id !== ''))];
  return (
    <section aria-label="Evidence">
      <div className="section-head">
        Evidence
        <span className="count ellipsis">
          {counted(story.steps.length, 'request')}
          {ids.length === 1
            ? `, action ${ids[0]}`
            : ids.length > 1
              ? `, ${counted(ids.length, 'action')}`
              : ''}
        </span>
        <span className="spacer" />
        {evidence.length > 1 ? (
          <SegmentedControl
            aria-label="Story"
            value={String(selected)}
            onChange={(value) => setSelected(Number(value))}
            data={evidence.map((_, index) => ({ value: String(index), label: `Story ${index + 1}` }))}
          />
        ) : null}
        {story.story === null || report.state === 'running' ? null : (
          <Button
            size="xs"
            leftSection={<IconPlayerPlay size={14} stroke={1.5} />}
            title="Saves this story as a scenario of the workspace and shows it, ready to run"
            onClick={() => void openInSimulator(runId, { id, title }, at)}
          >
            Open in Simulator
          </Button>
        )}
      </div>
      <Ladder
        key={selected}
        evidence={story}
        mapping={report.mapping}
        template={report.target.url}
        several={ids.length > 1}
        place={{ id: runId, check: id, story: at }}
      />
      <FinalRecords actions={story.actions} />
    </section>
  );
}

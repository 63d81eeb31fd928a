import { ActionIcon, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { otherSeedNote } from '../../../../shared/scenario/expect.ts';
import { booksSentence, differenceText } from '../../../../shared/scenario/receiver-books.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconAlertTriangle, IconDeviceFloppy, IconDots, IconMinus } from '../../../components/icons.ts';
import { Pane } from '../../../components/Pane.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { count } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { chooseMode } from '../../../state/ui.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { AddProbe } from '../actions/LedgerTotals.tsx';
import { chooseFilter, useSimulator } from '../simulator-view.ts';
import { keepViewsOf, useTimeline } from '../timeline/timeline-view.ts';
import { useRunBooks } from '../useRunBooks.ts';
import type { Shown } from '../useScenario.ts';
import { DataPoints } from './DataPoints.tsx';
import { ExpectationMark } from './ExpectationMark.tsx';
import { expectationCounts, expectationText, type StepExpectation } from './expectation-groups.ts';
import { onPurposeText, stepsOnPurpose } from './on-purpose.ts';
import { useOnPurpose } from './useOnPurpose.ts';

interface ExpectationsPaneProps {
  shown: Shown;
  expectations: readonly StepExpectation[];
}

/** What the scenario expects and what came of it; what your receiver booked; what was done on purpose. */
export function ExpectationsPane({ shown: { run, scenario }, expectations }: ExpectationsPaneProps) {
  const of = (about: StepExpectation['about']) => expectations.filter((each) => each.about === about);
  const text = expectations
    .map(
      ({ holds, expected, found }) =>
        `${holds === null ? 'open' : holds ? 'met' : 'NOT MET'}: ${expected}${found === '' ? '' : `; found ${found}`}`,
    )
    .join('\n');
  const skipped = run?.skipped ?? [];
  const otherSeed =
    run === undefined || scenario?.content == null ? undefined : otherSeedNote(scenario.content, run);
  return (
    <Pane label="Expectations">
      <div className="pane-bar">
        <h2>Expectations</h2>
        <span className="dimmed text-12 ellipsis" data-testid="expectation-counts">
          {expectationCounts(expectations)}
        </span>
        <span className="spacer" />
        {expectations.length === 0 ? null : <CopyButton text={text} label="Copy expectations" />}
      </div>
      <ScrollRegion label="Expectations of the scenario" className="run-expectations">
        <div data-testid="expectations">
          {otherSeed === undefined ? null : <p className="run-note text-12">{otherSeed}</p>}
          <Deliveries run={run?.id} expectations={of('deliveries')} />
          <Group title="Platform’s books" none="The scenario expects nothing of them.">
            {of('books').map((each) => (
              <Line key={each.expected} expectation={each} />
            ))}
          </Group>
          <DataPoints run={run} />
          <YourBooks runId={run?.id} />
          <OnPurpose shown={{ run, scenario }} />
          {skipped.length === 0 ? null : (
            <Group title="Skipped">
              {skipped.map((sentence) => (
                <li key={sentence}>
                  <IconMinus size={14} stroke={2} className="faint" role="img" aria-label="Skipped" />
                  <span className="dimmed">{sentence}</span>
                </li>
              ))}
            </Group>
          )}
        </div>
      </ScrollRegion>
      <Foot file={scenario?.file} />
    </Pane>
  );
}

interface GroupProps {
  title: string;
  /** What is said where there is nothing. */
  none?: string;
  children: ReactNode;
}

function Group({ title, none, children }: GroupProps) {
  const empty = Array.isArray(children) && children.length === 0;
  return (
    <section aria-label={title} className="run-group">
      <h3 className="run-group-head">{title}</h3>
      {empty ? <p className="faint text-12">{none}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Line({ expectation, end }: { expectation: StepExpectation; end?: ReactNode }) {
  const { holds, found } = expectation;
  return (
    <li data-holds={holds} className={holds === false ? 'run-failed' : ''}>
      <ExpectationMark holds={holds} />
      <span>
        {expectationText(expectation)}
        {holds === false ? (
          <span className="text-bad world-note">
            Found: <b className="medium">{found}</b>
          </span>
        ) : null}
      </span>
      {end}
    </li>
  );
}

function Deliveries({ run, expectations }: { run: number | undefined; expectations: StepExpectation[] }) {
  const gaveUp = useActivity(({ tallies }) =>
    run === undefined ? 0 : (tallies.get(run)?.['given-up'] ?? 0),
  );
  const show = () => {
    chooseFilter('run');
    keepViewsOf(`run ${run}`);
    useTimeline.setState({ only: new Set(['given-up']) });
    chooseMode('watch');
  };
  return (
    <Group title="Deliveries">
      {expectations.map((each) => (
        <Line key={each.expected} expectation={each} />
      ))}
      {gaveUp === 0 ? (
        expectations.length === 0 ? (
          <li>
            <span />
            <span className="faint">The scenario expects nothing of them.</span>
          </li>
        ) : null
      ) : (
        <li>
          <IconAlertTriangle size={14} stroke={1.75} className="text-bad" aria-hidden="true" />
          <span>{count(gaveUp)} given up</span>
          <button type="button" className="link text-12" onClick={show}>
            Show {count(gaveUp)}
          </button>
        </li>
      )}
    </Group>
  );
}

/** Whether the receiver booked what it acknowledged; green only where its records were compared. */
function YourBooks({ runId }: { runId: number | undefined }) {
  const found = useRunBooks(runId);
  const verdict = found?.verdict ?? 'unseen';
  const seen = found !== undefined && verdict !== 'unseen';
  const sentence = seen ? booksSentence(found.books, found.acknowledged) : 'Not checked';
  const why = seen
    ? whyOf(found)
    : (found?.books.problem ?? '') === ''
      ? 'A green run says what was sent, not what you booked.'
      : found!.books.problem;
  const holds = verdict === 'same' ? true : verdict === 'differ' ? false : null;
  return (
    <section
      aria-label="Your receiver’s books"
      className="run-group"
      data-testid="run-books"
      data-verdict={found?.verdict ?? 'none'}
    >
      <h3 className="run-group-head">Your receiver’s books</h3>
      <ul>
        <li className={verdict === 'differ' ? 'run-failed' : ''}>
          {holds === null && verdict !== 'waiting' ? (
            <IconAlertTriangle size={14} stroke={1.75} className="text-warn" aria-hidden="true" />
          ) : (
            <ExpectationMark holds={holds} />
          )}
          <span>
            <span className="medium">{sentence}</span>
            {why === '' ? null : <span className="dimmed world-note">{why}</span>}
          </span>
          {seen ? (
            <CopyButton text={`${sentence} ${why}`.trim()} label="Copy what the books say" />
          ) : (
            <AddProbe />
          )}
        </li>
      </ul>
    </section>
  );
}

function whyOf({ books: { records, problem, unsure } }: NonNullable<ReturnType<typeof useRunBooks>>): string {
  const counting = records.filter(({ unjudged }) => unjudged === '');
  const first = counting.find(({ differences }) => differences.length > 0);
  if (first !== undefined) return `${first.actionId}: ${first.differences.map(differenceText).join('; ')}.`;
  if (problem !== '') return problem;
  const open = records.find(({ unjudged }) => unjudged !== '');
  if (open !== undefined) return `${open.actionId}: ${open.unjudged}`;
  return unsure.join(' ');
}

/** What the scenario did to its own postbacks. */
function OnPurpose({ shown: { run, scenario } }: { shown: Pick<Shown, 'run' | 'scenario'> }) {
  const done = onPurposeText(useOnPurpose(run?.id));
  const planned = scenario?.content == null ? [] : stepsOnPurpose(scenario.content);
  const disorder = scenario?.content?.disorder !== undefined;
  if (done === '' && planned.length === 0 && !disorder) return null;
  const lines = [
    ...(done === '' ? (disorder ? ['Disorder from the seed'] : []) : [done]),
    ...(planned.length === 0 ? [] : [planned.join(', ')]),
  ];
  return (
    <Group title="On purpose">
      {lines.map((line, index) => (
        <li key={line} data-testid="on-purpose">
          <IconMinus size={14} stroke={2} className="run-purpose" aria-hidden="true" />
          <span>{line}</span>
          {index === 0 && run !== undefined ? <span className="dimmed nowrap">seed {run.seed}</span> : null}
        </li>
      ))}
    </Group>
  );
}

/** Where the expectations are written, and saving what was done by hand as a scenario. */
function Foot({ file }: { file: string | undefined }) {
  const folder = useWorkspace(({ view }) => view?.folder);
  const recorded = useActivity((state) => state.recorded);
  return (
    <div className="pane-bar run-foot">
      {file === undefined ? null : (
        <>
          <span className="dimmed text-12 nowrap">Edit them in</span>
          <span className="mono text-12 ellipsis" title={`${folder}/${file}`}>
            {file}
          </span>
          <CopyButton text={`${folder}/${file}`} label="Copy path of the scenario" />
        </>
      )}
      <span className="spacer" />
      <Menu position="top-end" width={230}>
        <Menu.Target>
          <ActionIcon size="xs" aria-label="More of the scenario" title="More">
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDeviceFloppy size={15} stroke={1.5} />}
            disabled={!recorded}
            onClick={() => useSimulator.setState({ dialog: 'save-scenario' })}
          >
            Save manual steps as scenario…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

import { Progress } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useId, useRef } from 'react';
import type { RunStep } from '../../../../shared/contract/activity.ts';
import type { Mark } from '../../../../shared/delivery/mark.ts';
import type { StepTally } from '../../../../shared/delivery/tally.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { demandOf } from '../../../../shared/scenario/expect.ts';
import { MARK_LABELS } from '../../../components/marks.ts';
import { OutcomeMark } from '../../../components/OutcomeMark.tsx';
import { count } from '../../../lib/format.ts';
import { listKey } from '../../../lib/list-keys.ts';
import { ExpectationMark } from './ExpectationMark.tsx';
import type { StepExpectation } from './expectation-groups.ts';
import { StepMark } from './StepMark.tsx';

const ROW_HEIGHT = 48;

interface Props {
  steps: readonly RunStep[];
  /** Of each step that has deliveries, by its index. */
  tallies: ReadonlyMap<number, StepTally>;
  /** What is expected of the deliveries of a step, by its index. */
  expected: ReadonlyMap<number, readonly StepExpectation[]>;
  /** Index of the marked step, or null. */
  selected: number | null;
  onSelect: (index: number) => void;
  /** Follows the running step while nothing is marked. */
  follow: boolean;
}

/** The steps of a scenario or a run, of any number. One tab stop; the arrows go from step to step. */
export function StepTable({ steps, tallies, expected, selected, onSelect, follow }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
  });
  const items = virtualizer.getVirtualItems();
  const running = follow && selected === null ? steps.findIndex(({ state }) => state === 'running') : -1;
  useEffect(() => {
    if (running !== -1) virtualizer.scrollToIndex(running, { align: 'auto' });
  }, [running, virtualizer]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const to = listKey(event.key, selected ?? -1, steps.length, page);
    if (to === undefined || steps.length === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(steps.length - 1, to));
    onSelect(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  };
  const inView = items.some(({ index }) => index === selected);
  const expects = expected.size > 0;
  return (
    <>
      <div className="list-top">
        <div className={expects ? 'list-head run-step-row' : 'list-head run-step-row run-step-plain'}>
          <span />
          <span>At</span>
          <span>Step</span>
          <span>Delivered</span>
          {expects ? <span className="run-expected">Expected after it</span> : null}
        </div>
      </div>
      <div
        ref={scroller}
        className="scroll run-steps"
        role="listbox"
        aria-label="Steps of the scenario"
        aria-activedescendant={inView ? `${id}-${selected}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => (
            // The list has the focus and the keys; rows only take clicks.
            <div
              key={index}
              id={`${id}-${index}`}
              className={expects ? 'run-step run-step-row' : 'run-step run-step-row run-step-plain'}
              role="option"
              aria-selected={index === selected}
              aria-setsize={steps.length}
              aria-posinset={index + 1}
              tabIndex={-1}
              data-testid="step-row"
              data-state={steps[index]!.state}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onSelect(index)}
            >
              <Step {...steps[index]!} number={index + 1} />
              <Delivered step={steps[index]!} tally={tallies.get(index)} />
              {expects ? <Expected expectations={expected.get(index)} /> : null}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

const Step = memo(function Step({
  title,
  detail,
  state,
  at,
  number,
  done,
  size,
}: Omit<RunStep, 'actionKey'> & { number: number }) {
  return (
    <>
      <StepMark state={state} />
      {at === undefined ? (
        <span className="faint run-step-at">{number}</span>
      ) : (
        <span className="run-step-at" title="Virtual time since the start">
          +{formatDuration(at)}
        </span>
      )}
      <span className="vstack run-step-text">
        <span className="medium ellipsis">{title}</span>
        <span className="text-12 dimmed ellipsis" title={detail}>
          {size === undefined ? null : (
            <span className="run-step-so-far" data-testid="step-progress">
              {count(done ?? 0)} of {count(size)}
            </span>
          )}
          {detail}
        </span>
      </span>
    </>
  );
});

const RETRYING = 'Will be retried';

/** The marks of a step's deliveries, each with its words and how many there are. */
function counts({ tally, retrying }: StepTally): { mark: Mark; label: string; number: number }[] {
  const of = (mark: Mark, number: number, label = MARK_LABELS[mark]) => ({ mark, label, number });
  return [
    of('delivered', tally.delivered),
    of('not-accepted', retrying, RETRYING),
    of('given-up', tally['given-up']),
    of('in-flight', tally['in-flight']),
    of('planned', tally.waiting - retrying),
    of('cancelled', tally.cancelled),
  ].filter(({ number }) => number > 0);
}

/** How many deliveries of a step stand where; while a step repeats, how far it has come. */
function Delivered({ step, tally }: { step: RunStep; tally: StepTally | undefined }) {
  const { size, done = 0, state, title } = step;
  return (
    <span className="run-delivered" data-testid="step-delivered">
      {size === undefined || state !== 'running' ? null : (
        <Progress
          size={3}
          aria-label={`${title}: so far`}
          value={(done / Math.max(1, size)) * 100}
          className="run-step-progress"
        />
      )}
      {tally === undefined ? null : (
        <span className="run-tally">
          {counts(tally).map(({ mark, label, number }) => (
            <span key={label} className="hstack run-count">
              <OutcomeMark mark={mark} label={label} />
              {count(number)}
            </span>
          ))}
        </span>
      )}
    </span>
  );
}

/** What is expected of the deliveries of a step, and whether it was so. */
function Expected({ expectations }: { expectations: readonly StepExpectation[] | undefined }) {
  return (
    <span className="run-expected vstack" title={expectations?.map(({ expected }) => expected).join('\n')}>
      {expectations?.slice(0, 2).map((expectation) => (
        <span key={expectation.expected} className="hstack text-12 run-expected-line">
          <ExpectationMark holds={expectation.holds} />
          <span className={expectation.holds === false ? 'text-bad ellipsis' : 'ellipsis'}>
            {demandOf(expectation)}
            {expectation.holds === false ? `, found ${expectation.found}` : ''}
          </span>
        </span>
      ))}
    </span>
  );
}

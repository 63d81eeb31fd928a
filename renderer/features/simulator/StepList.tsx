import { Progress } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useId, useRef } from 'react';
import type { RunStep, StepState } from '../../../shared/contract/activity.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { count } from '../../lib/format.ts';
import { listKey } from '../../lib/list-keys.ts';

const ROW_HEIGHT = 48;

interface Props {
  steps: readonly RunStep[];
  /** Index of the marked step, or null. */
  selected: number | null;
  onSelect: (index: number) => void;
  /** Follows the running step while nothing is marked. */
  follow: boolean;
}

/** The steps of a scenario or a run, of any number. One tab stop; the arrows go from step to step. */
export function StepList({ steps, selected, onSelect, follow }: Props) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
  });
  const items = virtualizer.getVirtualItems();
  // A time stands instead of a number; where all steps have one there is no room to keep for numbers.
  const numbered = steps.some(({ at }) => at === undefined);
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
  return (
    <div
      ref={scroller}
      className="scroll simulator-steps"
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
            className={numbered ? 'simulator-step' : 'simulator-step simulator-timed'}
            role="option"
            aria-selected={index === selected}
            aria-setsize={steps.length}
            aria-posinset={index + 1}
            tabIndex={-1}
            data-testid="step-row"
            data-state={steps[index]!.state}
            data-last={index === steps.length - 1 || undefined}
            style={{ transform: `translateY(${start}px)` }}
            onClick={() => onSelect(index)}
          >
            <Step {...steps[index]!} number={numbered ? index + 1 : null} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface StepProps extends Omit<RunStep, 'actionKey'> {
  /** Null where no step of the list has a number. */
  number: number | null;
}

const Step = memo(function Step({ title, detail, state, at, number, done, size }: StepProps) {
  return (
    <>
      <StepMark state={state} />
      {number === null ? null : (
        <span className="faint text-12 simulator-step-number">{at === undefined ? number : null}</span>
      )}
      <span className="vstack simulator-step-text">
        <span className="medium ellipsis">{title}</span>
        <span className="text-12 dimmed ellipsis" title={detail}>
          {at === undefined ? null : (
            <span className="simulator-step-at" title="Virtual time since the start">
              +{formatDuration(at)}
            </span>
          )}
          {size === undefined ? null : (
            <span className="simulator-step-at" data-testid="step-progress">
              {count(done ?? 0)} of {count(size)}
            </span>
          )}
          {detail}
        </span>
        {size === undefined || state !== 'running' ? null : (
          <Progress
            size={3}
            aria-label={`${title}: so far`}
            value={((done ?? 0) / Math.max(1, size)) * 100}
            className="simulator-step-progress"
          />
        )}
      </span>
    </>
  );
});

/** planned, running, done, failed, skipped: each with a shape of its own. */
function StepMark({ state }: { state: StepState }) {
  switch (state) {
    case 'done':
      return (
        <IconCheck
          size={14}
          stroke={2}
          className="text-ok simulator-step-mark"
          role="img"
          aria-label="Done"
        />
      );
    case 'skipped':
      return (
        <IconMinus
          size={14}
          stroke={2}
          className="faint simulator-step-mark"
          role="img"
          aria-label="Skipped"
        />
      );
    case 'running':
      return <Mark mark="in-flight" label="Running" />;
    case 'failed':
      return <Mark mark="given-up" label="Failed" />;
    case 'planned':
      return <Mark mark="planned" label="Planned" />;
  }
}

function Mark(props: Parameters<typeof OutcomeMark>[0]) {
  return (
    <span className="simulator-step-mark">
      <OutcomeMark {...props} />
    </span>
  );
}

import { Select } from '@mantine/core';
import type { RunView } from '../../../../shared/contract/activity.ts';
import {
  ownClockSentence,
  parseSpeed,
  type RunSpeed,
  speedSentence,
  speedText,
} from '../../../../shared/timeline/run-speed.ts';
import { takeClock, useClock } from '../../../state/clock.ts';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { chooseSpeed, useRunOptions } from '../../../state/run-options.ts';

const SPEEDS: readonly RunSpeed[] = [
  { mode: 'fast' },
  { mode: 'real' },
  ...[10, 60, 600].map((factor) => ({ mode: 'scaled', factor }) as const),
];

function label(speed: RunSpeed): string {
  if (speed.mode === 'scaled') return `×${speed.factor}`;
  return speed.mode === 'fast' ? 'Fast' : 'Real time';
}

/** The speed of the run in progress, or of the next one; manual work has a clock of its own, in the top bar. */
export function SpeedSelect({ run }: { run: RunView | undefined }) {
  const next = useRunOptions(({ speed }) => speed);
  const clock = useClock(({ view }) => view);
  const isOfRun = run?.state === 'running' && clock?.runId === run.id;
  const speed = isOfRun && clock.mode !== 'stepped' ? runSpeed(clock) : next;
  const listed = SPEEDS.some((one) => speedText(one) === speedText(speed)) ? SPEEDS : [...SPEEDS, speed];
  const choose = (text: string | null) => {
    const chosen = parseSpeed(text ?? '');
    if (chosen === undefined) return;
    chooseSpeed(chosen);
    if (isOfRun) void attempt(async () => takeClock(await client.clock.set(chosen)));
  };
  return (
    <Select
      size="xs"
      aria-label="Run speed"
      title={ownClockSentence(speed)}
      className="simulator-speed"
      allowDeselect={false}
      comboboxProps={{ shadow: 'sm', width: 250, position: 'bottom-start' }}
      data={listed.map((one) => ({ value: speedText(one), label: label(one) }))}
      renderOption={({ option }) => (
        <span className="vstack">
          <span className="medium">{option.label}</span>
          <span className="text-11 dimmed">{speedSentence(parseSpeed(option.value)!)}</span>
        </span>
      )}
      value={speedText(speed)}
      onChange={choose}
    />
  );
}

function runSpeed({ mode, factor }: { mode: string; factor: number }): RunSpeed {
  if (mode === 'scaled') return { mode, factor };
  return mode === 'real' ? { mode } : { mode: 'fast' };
}

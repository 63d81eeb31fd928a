import type { ClockView } from '../../../shared/contract/clock.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import {
  IconClock,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
} from '../../components/icons.ts';
import { PauseIcon } from '../../components/PauseIcon.tsx';
import { type Command, useCommands } from '../../state/commands.ts';
import { FACTORS, STEPS_BY, setFactor, setMode, setToNow, step, togglePause } from './clock-commands.ts';
import { isAway, modeText } from './clock-words.ts';

const SECTION = 'Clock';

/** What can be done with the clock, in every section. */
export function useClockCommands(view: ClockView | null): void {
  const detail = view === null ? undefined : `now ${modeText(view)}`;
  const modes = (['real', 'stepped', 'fast'] as const).map(
    (mode): Command => ({
      id: `clock.${mode}`,
      title: { real: 'Clock: real time', stepped: 'Clock: step by step', fast: 'Clock: fast-forward' }[mode],
      detail,
      section: SECTION,
      icon: IconClock,
      enabled: view !== null && view.mode !== mode,
      run: () => setMode(mode),
    }),
  );
  const speeds = FACTORS.map(
    (factor): Command => ({
      id: `clock.x${factor}`,
      title: `Clock: ×${factor}`,
      detail,
      section: SECTION,
      icon: IconClock,
      enabled: view !== null && !(view.mode === 'scaled' && view.factor === factor),
      run: () => setFactor(factor),
    }),
  );
  const steps = STEPS_BY.map(
    (ms): Command => ({
      id: `clock.step-${ms}`,
      title: `Step by ${formatDuration(ms)}`,
      section: SECTION,
      icon: IconPlayerTrackNext,
      enabled: view?.mode === 'stepped',
      run: () => step(ms),
    }),
  );
  useCommands([
    {
      id: 'clock.pause',
      title: view?.paused === true ? 'Resume the clock' : 'Pause the clock',
      section: SECTION,
      keys: 'Space',
      icon: view?.paused === true ? IconPlayerPlay : PauseIcon,
      enabled: view !== null,
      run: togglePause,
    },
    {
      id: 'clock.step',
      title: 'Step to the next due moment',
      section: SECTION,
      keys: '.',
      icon: IconPlayerSkipForward,
      enabled: view?.mode === 'stepped',
      run: () => step(),
    },
    {
      id: 'clock.now',
      title: 'Clock: back to now',
      section: SECTION,
      icon: IconClock,
      enabled: view !== null && view.runId === null && isAway(view),
      run: setToNow,
    },
    ...steps,
    ...modes,
    ...speeds,
  ]);
}

import './clock.css';
import { IconPlayerPlay } from '@tabler/icons-react';
import { IconButton } from '../../components/IconButton.tsx';
import { PauseIcon } from '../../components/PauseIcon.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import { useClock } from '../../state/clock.ts';
import { togglePause } from './clock-commands.ts';
import { ModeMenu, ModeSegments } from './ModeControl.tsx';
import { StepButton } from './StepButton.tsx';
import { useClockCommands } from './useClockCommands.ts';
import { VirtualTime } from './VirtualTime.tsx';

/** The clock that everything goes by: its mode, its pause, its step and its time. */
export function Clock() {
  const view = useClock((state) => state.view);
  const narrow = useNarrow();
  useClockCommands(view);
  if (view === null) return null;
  return (
    <div className="clock">
      {/* Left of the modes, so that choosing Step moves nothing under the pointer. */}
      {view.mode === 'stepped' ? <StepButton narrow={narrow} /> : null}
      {narrow ? <ModeMenu view={view} /> : <ModeSegments view={view} />}
      <IconButton
        label={view.paused ? 'Resume the clock' : 'Pause the clock'}
        keys="Space"
        size="sm"
        pressed={view.paused}
        icon={view.paused ? <IconPlayerPlay size={16} stroke={1.5} /> : <PauseIcon />}
        onClick={togglePause}
      />
      <VirtualTime view={view} />
    </div>
  );
}

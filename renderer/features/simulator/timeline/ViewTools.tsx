import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconCurrentLocation, IconMinus, IconPlus } from '../../../components/icons.ts';
import { useClock } from '../../../state/clock.ts';
import { showAll, zoomStep } from './gestures.ts';
import type { Stage } from './stage.ts';
import { toggleFollow, useTimeline } from './timeline-view.ts';

interface ViewToolsProps {
  stage: RefObject<Stage | null>;
  clockOf: number | null;
}

/** How much is shown, and whether the view goes along with the time. */
export function ViewTools({ stage, clockOf }: ViewToolsProps) {
  const shown = useTimeline((state) => state.spanText);
  const follow = useTimeline((state) => state.follow);
  const live = useClock(({ view }) => view !== null && view.runId === clockOf);
  const zoom = (inwards: boolean) => {
    if (stage.current !== null) zoomStep(stage.current, inwards);
  };
  return (
    <>
      <span className="timeline-zoom">
        <IconButton
          label="Zoom out"
          keys="-"
          icon={<IconMinus size={16} stroke={1.5} />}
          onClick={() => zoom(false)}
        />
        <button type="button" className="timeline-span" title="Show everything (0)" onClick={showAll}>
          {shown}
        </button>
        <IconButton
          label="Zoom in"
          keys="+"
          icon={<IconPlus size={16} stroke={1.5} />}
          onClick={() => zoom(true)}
        />
      </span>
      <Button
        size="xs"
        className="timeline-follow"
        aria-label="Follow"
        aria-pressed={live && follow}
        disabled={!live}
        title={live ? 'Follow the current time (J)' : 'No clock is running for this view'}
        leftSection={<IconCurrentLocation size={14} stroke={1.5} />}
        onClick={() => stage.current !== null && toggleFollow(stage.current.span())}
      >
        <span className="timeline-word">Follow</span>
      </Button>
    </>
  );
}

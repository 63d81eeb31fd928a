import { Tooltip } from '@mantine/core';
import type { ClockView } from '../../../shared/contract/clock.ts';
import { Chip } from '../../components/Chip.tsx';
import { timeParts } from '../../lib/format.ts';
import { useActivity } from '../../state/activity.ts';
import { useVirtualNow } from '../../state/clock.ts';
import { useDeviation } from '../../state/rules.ts';
import { useWorkspace, useZone } from '../../state/workspace.ts';
import { setToNow } from './clock-commands.ts';
import { awayText, behindSentence, clockSentence, isAway } from './clock-words.ts';

/** Date and time on the clock in the zone of the workspace's first program, and whether the clock keeps up. */
export function VirtualTime({ view }: { view: ClockView }) {
  const zone = useZone();
  const program = useWorkspace((state) => state.view?.settings.world.programs[0]?.name.trim());
  const run = useActivity(({ runs }) => (view.runId === null ? undefined : runs.get(view.runId)?.name));
  const tight = useDeviation() !== null;
  const now = useVirtualNow(1000);
  const { date, time, offset } = timeParts(now, zone);
  return (
    <>
      {view.behind ? (
        <Chip tone="warn" title={behindSentence(view)}>
          behind
        </Chip>
      ) : null}
      {view.runId === null && isAway(view) ? (
        <Tooltip label="The clock is away from real time. Back to now">
          <button type="button" className="clock-away" onClick={setToNow}>
            <span className="visually-hidden">Back to now: the clock is </span>
            {awayText(view)}
          </button>
        </Tooltip>
      ) : null}
      {view.paused ? <Chip tone="accent">paused</Chip> : null}
      <span
        className={tight ? 'shell-time clock-tight' : 'shell-time'}
        role="timer"
        aria-label="Virtual time"
        title={clockSentence(view, zone, program, run === undefined ? '' : ` (${run})`)}
      >
        <span className="dimmed clock-date">{date}</span> <b>{time}</b>{' '}
        <span className="dimmed clock-offset">{offset}</span>
      </span>
    </>
  );
}

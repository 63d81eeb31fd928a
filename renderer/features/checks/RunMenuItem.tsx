import { Menu } from '@mantine/core';
import type { CheckRunView } from '../../../shared/contract/checks.ts';
import { timeParts } from '../../lib/format.ts';
import { useZone } from '../../state/workspace.ts';
import { runStanding } from './run-standing.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** "14:46", as a run is told from others of its day. */
export function runTime(at: number, zone: string): string {
  return timeParts(at, zone).time.slice(0, 5);
}

/** A run in a menu: its number, its time and what it found. */
export function RunMenuItem({
  run,
  current,
  onSelect,
}: {
  run: CheckRunView;
  current: boolean;
  onSelect: () => void;
}) {
  const zone = useZone();
  const { date } = timeParts(run.startedAt, zone);
  return (
    <Menu.Item
      leftSection={<VerdictMark standing={runStanding(run)} silent />}
      aria-current={current ? 'true' : undefined}
      onClick={onSelect}
    >
      <span className={current ? 'medium' : undefined}>Run {run.id}</span>{' '}
      <span className="faint text-12">
        {date} {runTime(run.startedAt, zone)}
      </span>
      <span className="text-12 dimmed checks-menu-line">
        {run.state === 'running' ? 'Running' : run.summary.headline}
      </span>
    </Menu.Item>
  );
}

import { useEffect, useState } from 'react';
import { timeParts } from '../components/format.ts';
import { useWorkspace, useZone } from '../state/workspace.ts';

/** The time in the zone of the workspace's first program, to the second. */
export function Clock() {
  const zone = useZone();
  const program = useWorkspace(({ view }) => view?.settings.world.programs[0]?.name.trim());
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    // Just after the full second: an interval of 1,000 ms drifts and skips one now and then.
    const timer = setTimeout(() => setNow(Date.now()), 1_000 - (now % 1_000) + 5);
    return () => clearTimeout(timer);
  }, [now]);
  const { date, time, offset } = timeParts(now, zone);
  return (
    <span className="vt" title={program === undefined ? zone : `${program} · ${zone}`}>
      <span className="t2">{date}</span> <b>{time}</b> <span className="t2">{offset}</span>
    </span>
  );
}

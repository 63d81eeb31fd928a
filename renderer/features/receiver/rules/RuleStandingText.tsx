import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { count, timeNear } from '../../../lib/format.ts';
import { useClock, useToday, useVirtualNow } from '../../../state/clock.ts';
import { useZone } from '../../../state/workspace.ts';

const SECOND = 1000;
const pad = (value: number) => String(value).padStart(2, '0');

/** "1:45", "1:00:00" */
function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours === 0 ? `${minutes}:${pad(rest)}` : `${hours}:${pad(minutes)}:${pad(rest)}`;
}

/** How long a rule is in force, why it is not, or when it last responded. */
export function RuleStandingText({ rule }: { rule: RuleView }) {
  const { standing, until, timesLeft, lastMatch } = rule;
  const zone = useZone();
  const today = useToday();
  if (standing === 'in-force' && until !== null) return <TimeLeft until={until} />;
  if (standing === 'in-force' && timesLeft !== null)
    return <span className="faint text-11">{count(timesLeft)} left</span>;
  if (standing !== 'in-force') return <span className="faint text-11">{WORDS[standing]}</span>;
  return lastMatch === null ? null : (
    <span className="faint text-11">{timeNear(lastMatch.at, zone, today)}</span>
  );
}

const WORDS = { off: 'off', over: 'over', later: 'not yet' } as const;

function TimeLeft({ until }: { until: number }) {
  const now = useVirtualNow(SECOND);
  const zone = useZone();
  // The clock that is shown may be that of a run, on which the rule does not end.
  const isOther = useClock(({ view }) => view !== null && view.runId !== null);
  return (
    <span className="faint text-11" title="On the simulator’s clock">
      {isOther ? `until ${timeNear(until, zone, now)}` : `${countdown(until - now)} left`}
    </span>
  );
}

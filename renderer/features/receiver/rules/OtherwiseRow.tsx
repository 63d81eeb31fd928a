import { counted, timeNear } from '../../../lib/format.ts';
import { useToday } from '../../../state/clock.ts';
import { useZone } from '../../../state/workspace.ts';

/** What requests get that no rule matches. */
export function OtherwiseRow({ hits, lastAt }: { hits: number; lastAt: number | null }) {
  const zone = useZone();
  const today = useToday();
  return (
    <li className="rules-row" data-testid="otherwise">
      <span className="rules-text">
        <span className="medium">Otherwise</span>
        <span className="dimmed">Respond 200.</span>
      </span>
      <span className="rules-side">
        <span className="medium">{counted(hits, 'hit')}</span>
        {lastAt === null ? null : <span className="faint text-11">{timeNear(lastAt, zone, today)}</span>}
      </span>
    </li>
  );
}

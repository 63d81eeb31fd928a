import type { AttemptDetail } from '../../../shared/contract/activity.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { Chip } from '../../components/Chip.tsx';
import { clockTime, clockTimeNear, duration, fullTime } from '../../lib/format.ts';
import { useZone } from '../../state/workspace.ts';

/** How long each part of the exchange took, in real time. */
export function Timings({ timings: { connectMs, firstByteMs, totalMs } }: Pick<AttemptDetail, 'timings'>) {
  const rows: [string, number | null][] = [
    ['Connect', connectMs],
    ['First byte', firstByteMs],
    ['Total', totalMs],
  ];
  if (rows.every(([, ms]) => ms === null)) return null;
  return (
    <dl className="attempt-timings" aria-label="Timings in real time">
      {rows.map(([name, ms]) => (
        <div key={name}>
          <dt className="faint text-11">{name}</dt>
          <dd className="mono">
            {ms === null ? '\u2013' : ms === 0 && name === 'Connect' ? 'open' : duration(ms)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Why the next attempt is when it is, with parts that add up; or why there is none. */
export function NextAttempt({ detail: { next, nextAt, endedAt } }: { detail: AttemptDetail }) {
  const zone = useZone();
  if (next.sentence === '' && next.parts.length === 0) return null;
  return (
    <>
      <div className="section-head">{nextAt === null ? 'No further attempt' : 'Next attempt'}</div>
      <p className="text-12 attempt-why-next">{next.sentence}</p>
      {nextAt === null || next.parts.length === 0 ? null : (
        <dl aria-label="Parts of the wait">
          {endedAt === null ? null : (
            <div className="sum-line">
              <dt>This attempt ended</dt>
              <dd className="mono">{clockTime(endedAt, zone)}</dd>
            </div>
          )}
          {next.parts.map(({ label, ms, certainty }) => (
            <div key={label} className="sum-line">
              <dt className="hstack">
                {label}
                {certainty === null || certainty === 'documented' ? null : (
                  <Chip tone="outline">{certainty}</Chip>
                )}
              </dt>
              <dd className="mono">+ {formatDuration(ms)}</dd>
            </div>
          ))}
          <div className="sum-line sum-total" title={fullTime(nextAt, zone)}>
            <dt>Next attempt due</dt>
            <dd className="mono">{clockTimeNear(nextAt, zone, endedAt ?? nextAt)}</dd>
          </div>
        </dl>
      )}
    </>
  );
}

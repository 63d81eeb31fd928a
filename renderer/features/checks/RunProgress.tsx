import { Button } from '@mantine/core';
import { VERDICTS, type Verdict } from '../../../shared/checks/check.ts';
import type { CheckProgress } from '../../../shared/contract/checks.ts';
import { count, counted } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { attempt } from '../../state/notify.ts';
import { VERDICT_TONE, VerdictMark } from './VerdictMark.tsx';

/** Shares of a whole by verdict, as one bar. */
export function VerdictBar({
  counts,
  total,
  label,
}: {
  counts: Readonly<Record<Verdict, number>>;
  total: number;
  label: string;
}) {
  const order: Verdict[] = ['pass', 'warn', 'fail', 'skip'];
  const done = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
  return (
    <div
      className="checks-progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(total, 1)}
      aria-valuenow={Math.min(done, total)}
    >
      {order.map((verdict) =>
        counts[verdict] === 0 ? null : (
          <i
            key={verdict}
            className={`checks-progress-${verdict}`}
            style={{ width: `${(counts[verdict] / Math.max(total, done, 1)) * 100}%` }}
          />
        ),
      )}
    </div>
  );
}

const WORDS: Record<Verdict, [string, string]> = {
  fail: ['failed', 'failed'],
  warn: ['warning', 'warnings'],
  pass: ['passed', 'passed'],
  skip: ['skipped', 'skipped'],
};

/** How far a run is, what it has found, and what it waits for. */
export function RunProgress({ progress }: { progress: CheckProgress }) {
  const { total, report, waiting, lives, asks, id, planned } = progress;
  const { counts } = report.summary;
  const judged = report.checks.filter((check) => planned.includes(check.id)).length;
  const answer = (go: boolean) => attempt(() => client.checks.proceed({ id, go }));
  return (
    <div className="checks-sum">
      {asks ? (
        <div className="hstack grow" role="status">
          <span className="medium ellipsis">The first look is done. Write test data to this receiver?</span>
          <Button size="xs" variant="filled" onClick={() => void answer(true)}>
            Write test data
          </Button>
          <Button size="xs" onClick={() => void answer(false)}>
            Stop here
          </Button>
        </div>
      ) : (
        <div className="hstack grow checks-sum-main">
          <span className="nowrap" role="status">
            {report.firstLook === null ? (
              <b>First look…</b>
            ) : (
              <>
                <b>
                  {judged} of {total}
                </b>{' '}
                <span className="dimmed">checked{waitText(waiting, lives)}</span>
              </>
            )}
          </span>
          <VerdictBar
            counts={counts}
            total={Math.max(total, report.checks.length)}
            label="Checks with a verdict"
          />
        </div>
      )}
      <span className="checks-counts text-12">
        {(['fail', 'warn', 'pass', 'skip'] as const).map((verdict) => (
          <span key={verdict} className={counts[verdict] === 0 ? 'faint' : VERDICT_TONE[verdict]}>
            <VerdictMark standing={verdict} size={13} silent />
            {counts[verdict]} {WORDS[verdict][counts[verdict] === 1 ? 0 : 1]}
          </span>
        ))}
      </span>
    </div>
  );
}

function waitText(waiting: number, { done, of }: { done: number; of: number }): string {
  const lives = done > 0 && done < of ? `, ${count(done)} of ${counted(of, 'life', 'lives')} explored` : '';
  return waiting > 0 ? `${lives}, waiting for ${counted(waiting, 'record')}` : lives;
}

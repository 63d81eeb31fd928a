import { Progress } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Replayed } from '../../../../shared/receiver/replay/replay-plan.ts';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { count, counted, duration } from '../../../lib/format.ts';
import { closeReplay } from '../../../state/replay-dialog.ts';
import { openCapture } from '../../../state/ui.ts';
import { KEPT, type ReplayRun } from './useReplay.ts';

/** How far a replay is, and what came of each request. */
export function ReplayResults({ run: { total, done, ok, results, state } }: { run: ReplayRun }) {
  const failed = done - ok;
  const section = useRef<HTMLElement>(null);
  // They come below the fields, which may fill the dialog.
  useEffect(() => {
    // In braces: newer browsers return a promise, which is no function to clean up with.
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={section} aria-label="Results" className="replay-results">
      <div className="hstack">
        <span role="status" className="text-12">
          <span className="medium">
            {count(done)} of {counted(total, 'request')} sent
          </span>
          {state === 'cancelled' ? ', stopped' : ''}
          {done === 0 ? '' : `: ${count(ok)} with 2xx${failed === 0 ? '' : `, ${count(failed)} without`}`}
        </span>
      </div>
      <Progress value={total === 0 ? 0 : (done / total) * 100} size="xs" aria-label="Sent" />
      <ScrollRegion label="Sent requests" className="replay-list">
        <table>
          <thead>
            <tr>
              <th scope="col">Capture</th>
              <th scope="col">Response</th>
              <th scope="col">Time</th>
              <th scope="col">Came back as</th>
            </tr>
          </thead>
          <tbody>
            {results.map((one) => (
              <Result key={`${one.turn} ${one.id}`} result={one} times={total > 1} />
            ))}
          </tbody>
        </table>
        {done > KEPT ? <p className="text-12 faint">The last {count(KEPT)} are listed.</p> : null}
      </ScrollRegion>
    </section>
  );
}

function Result({ result, times }: { result: Replayed; times: boolean }) {
  const { id, turn, status, ms, problem, capture } = result;
  return (
    <tr data-testid="replayed">
      <td className="nowrap">
        #{id}
        {times ? <span className="faint"> ({count(turn)})</span> : null}
      </td>
      <td>
        <span className="hstack">
          <StatusChip status={status} long none="no response" />
          {problem === '' ? null : <span className="text-12 text-warn wrap-anywhere">{problem}</span>}
        </span>
      </td>
      <td className="nowrap">{duration(ms)}</td>
      <td>
        {capture === null ? null : (
          <button
            type="button"
            className="link text-12"
            onClick={() => {
              closeReplay();
              openCapture(capture);
            }}
          >
            #{capture}
          </button>
        )}
      </td>
    </tr>
  );
}

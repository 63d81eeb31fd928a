import { useEffect } from 'react';
import { followActivity } from '../state/activity.ts';
import { followCaptures } from '../state/captures.ts';
import { followChecks } from '../state/checks.ts';
import { followClock } from '../state/clock.ts';
import { connect } from '../state/connection.ts';
import { followEngine } from '../state/engine.ts';
import { notify } from '../state/notify.ts';
import { followRules } from '../state/rules.ts';
import { followWorkspace } from '../state/workspace.ts';

/** Connects to the engine and follows everything it tells, for as long as the frame is on screen. */
export function useEngineStreams(): void {
  useEffect(() => {
    const ended = new AbortController();
    connect(ended.signal);
    for (const following of [
      followEngine,
      followClock,
      followWorkspace,
      followCaptures,
      followRules,
      followActivity,
      followChecks,
    ]) {
      following(ended.signal).catch((error: unknown) => {
        if (!ended.signal.aborted) notify.error(error);
      });
    }
    return () => ended.abort();
  }, []);
}

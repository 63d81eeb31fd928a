import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { dayText, wallTime } from '../../../shared/timeline/zone.ts';
import { IconTool } from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { useActivity } from '../../state/activity.ts';
import { nowOnClock } from '../../state/clock.ts';
import { client } from '../../state/connection.ts';
import { maintain } from '../../state/delivery-commands.ts';
import { useRow } from '../../state/row.ts';
import { useZone } from '../../state/workspace.ts';
import { useMaintenance } from './useMaintenance.ts';

/** Says that the platform is in maintenance or has announced it, and what waits for its end. */
export function MaintenanceBanner() {
  const { state, view } = useMaintenance();
  if (view === undefined) return null;
  return (
    <div className="banner" role="status" data-testid="maintenance-banner">
      <IconTool size={16} stroke={1.5} aria-hidden="true" />
      <span className="grow">
        {state === 'on' ? (
          <Waiting since={view.startedAt!} runId={view.runId} />
        ) : (
          <>
            <b>Maintenance announced.</b> Postbacks are sent until it starts.
          </>
        )}
      </span>
      {state === 'announced' ? (
        <Button size="xs" onClick={() => maintain('start')}>
          Start
        </Button>
      ) : null}
      <Button size="xs" onClick={() => maintain('end')}>
        {state === 'on' ? 'End maintenance' : 'Cancel maintenance'}
      </Button>
    </div>
  );
}

function Waiting({ since, runId }: { since: number; runId: number | null }) {
  const fetch = useMemo(() => () => client.activity.heldBack({ run: runId }), [runId]);
  const waiting = useRow(
    fetch,
    useActivity(({ deliveries }) => deliveries.change),
  );
  const zone = useZone();
  const now = nowOnClock();
  const day = dayText(since, zone) === dayText(now, zone) ? '' : `${dayText(since, zone)} `;
  return (
    <>
      <b>
        Maintenance since {day}
        {wallTime(since, zone, 60_000)}:
      </b>{' '}
      {counted(waiting ?? 0, 'postback waits', 'postbacks wait')}. They are sent as soon as it ends, within
      the rate limit.
    </>
  );
}

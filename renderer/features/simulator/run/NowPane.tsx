import { memo, useMemo } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { MARKS } from '../../../../shared/delivery/mark.ts';
import { eventLabel } from '../../../../shared/domain/world-event.ts';
import { DeliveryMark } from '../../../components/DeliveryMark.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LastStatus } from '../../../components/LastStatus.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { clockTimeNear, duration, fullTime } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { useVirtualNow } from '../../../state/clock.ts';
import { client } from '../../../state/connection.ts';
import { chooseMode, openDelivery, selectDelivery, useUi } from '../../../state/ui.ts';
import { useWindowedList } from '../../../state/windows.ts';
import { useZone } from '../../../state/workspace.ts';
import { chooseFilter, useSimulator } from '../simulator-view.ts';
import type { Shown } from '../useScenario.ts';

const idOf = ({ id }: DeliveryView) => id;
const NOTHING = { rows: [], total: 0, revision: 0 };

/** What has been sent at least once, or is cancelled. */
const SENT = MARKS.filter((mark) => mark !== 'planned');

/** The newest deliveries of a step of the run, or of all of it. */
function useNewest(run: number | undefined, step: number | undefined) {
  const fetch = useMemo(
    () => async (at: number, limit: number) =>
      run === undefined
        ? NOTHING
        : client.activity.deliveries({
            run,
            ...(step !== undefined && { step }),
            marks: SENT,
            from: 'newest',
            at,
            limit,
          }),
    [run, step],
  );
  return useWindowedList(
    { fetch, idOf },
    useActivity(({ deliveries }) => deliveries.change),
  );
}

/** What the run sends now: of the marked step, else of the running one, else of all of them; newest first. */
export function NowPane({ shown: { run, steps } }: { shown: Shown }) {
  const marked = useSimulator((state) => state.step);
  const running = steps.findIndex(({ state }) => state === 'running');
  const step = marked ?? (running === -1 ? undefined : running);
  const { rows, places, total, loaded, look, take } = useNewest(run?.id, step);
  const id = useUi(({ deliveryId }) => deliveryId);
  const title = step === undefined ? (run === undefined ? '' : 'All steps') : steps[step]?.title;
  return (
    <Pane label="Now">
      <div className="pane-bar run-now-bar">
        <h2>{run?.state === 'running' && marked === null ? 'Now' : 'Sent'}</h2>
        <span className="dimmed text-12 ellipsis">{title === '' ? '' : `${title}, newest first`}</span>
        <span className="spacer" />
        {run === undefined ? null : (
          <button
            type="button"
            className="link text-12 nowrap"
            onClick={() => {
              chooseFilter('run');
              chooseMode('watch');
            }}
          >
            Show in Watch
          </button>
        )}
      </div>
      <VirtualList
        label="Newest deliveries"
        count={total}
        keyOf={(index) => total - index}
        selected={id === null ? -1 : (places.get(id) ?? -1)}
        onSelect={(index) => take(index, selectDelivery)}
        onOpen={(index) => take(index, openDelivery)}
        copyOf={(index) => rows.get(index)?.subjectId ?? ''}
        prepended={total}
        onRange={look}
        rowClass="list-whole"
        renderHead={() => null}
        renderRow={(index) => {
          const delivery = rows.get(index);
          return delivery === undefined ? (
            <div className="run-sent" role="presentation" aria-busy="true" />
          ) : (
            <Row delivery={delivery} />
          );
        }}
        empty={
          !loaded ? null : run === undefined ? (
            <EmptyState title="Nothing sent yet">Run the scenario: what it sends appears here.</EmptyState>
          ) : (
            <EmptyState title="Nothing was sent here">
              {step === undefined
                ? 'The events of this run fired no postback.'
                : 'This step has sent no postback, or not yet.'}
            </EmptyState>
          )
        }
      />
    </Pane>
  );
}

/** A row is drawn again only when its delivery has changed. */
const Row = memo(function Row({ delivery }: { delivery: DeliveryView }) {
  const { event, subjectId, state, attempts, createdAt } = delivery;
  const zone = useZone();
  const now = useVirtualNow(60_000);
  const last = attempts.at(-1);
  const at = last?.sentAt ?? createdAt;
  return (
    <div className="run-sent" role="presentation" data-testid="now-row" data-outcome={state}>
      <span role="gridcell">
        <DeliveryMark delivery={delivery} />
      </span>
      <span role="gridcell" className="mono dimmed ellipsis" title={fullTime(at, zone)}>
        {clockTimeNear(at, zone, now)}
      </span>
      <span role="gridcell" className="hstack">
        <span className="medium">{eventLabel(event)}</span>
        <span className="mono dimmed ellipsis" title={subjectId}>
          {subjectId}
        </span>
      </span>
      <span role="gridcell">
        <LastStatus delivery={delivery} />
      </span>
      <span role="gridcell" className="align-right dimmed">
        {state === 'in-flight'
          ? 'in flight'
          : last === undefined
            ? 'planned'
            : last.durationMs === null
              ? ''
              : duration(last.durationMs)}
      </span>
    </div>
  );
});

import { Button } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { eventLabel, type WorldEvent } from '../../../../shared/domain/world-event.ts';
import { DeliveryMark } from '../../../components/DeliveryMark.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LastStatus } from '../../../components/LastStatus.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { counted, timeNear } from '../../../lib/format.ts';
import { listKey } from '../../../lib/list-keys.ts';
import { useVirtualNow } from '../../../state/clock.ts';
import { openSection, select, useUi } from '../../../state/ui.ts';
import { useZone } from '../../../state/workspace.ts';
import { DeliveryButtons, DeliveryParts } from '../DeliveryParts.tsx';
import { focusAttempts, focusEvents } from '../focus-deliveries.ts';
import { useSimulator } from '../simulator-view.ts';
import type { Sent } from '../useSent.ts';
import { useWhyNothingSent } from './useWhyNothingSent.ts';

/** What the deliveries are of: one event of an action or inquiry, or all that was sent about an item. */
export interface SentFor {
  event: WorldEvent;
  /** Its number among the events of its subject; undefined for all of them. */
  nth?: number;
  at?: number;
}

interface SentPaneProps {
  sent: Sent;
  /** Null where nothing is selected. */
  what: SentFor | null;
}

const choose = (deliveryId: number | null) => {
  select({ deliveryId });
  useSimulator.setState({ attemptId: null });
};

/** What was sent for the selected event: its deliveries, and the attempts and bytes of one of them. */
export function SentPane({ sent, what }: SentPaneProps) {
  const { rows, loaded } = sent;
  const of = what?.nth === undefined ? rows : rows.filter(({ nth }) => nth === what.nth);
  const id = useUi(({ deliveryId }) => deliveryId);
  const shown = of.find((delivery) => delivery.id === id);
  const first = what === null ? undefined : of[0]?.id;
  useEffect(() => {
    // What is shown is what commands are about.
    if (loaded && shown === undefined && useUi.getState().deliveryId !== (first ?? null))
      choose(first ?? null);
  }, [loaded, shown, first]);
  if (what === null) {
    return (
      <Pane label="Sent">
        <EmptyState title="Nothing selected">
          Select one to see what was sent for it, each attempt, and the responses.
        </EmptyState>
      </Pane>
    );
  }
  return (
    <Pane label="Sent">
      <div className="pane-bar hand-bar">
        <h2 className="ellipsis">Sent for {eventLabel(what.event)}</h2>
        <When what={what} count={of.length} />
        <span className="spacer" />
        {shown === undefined ? null : <DeliveryButtons delivery={shown} />}
      </div>
      {of.length > 0 ? (
        <Deliveries deliveries={of} shown={shown} />
      ) : loaded ? (
        <NothingSent what={what} />
      ) : null}
      {shown === undefined ? null : <DeliveryParts key={shown.id} delivery={shown} onLeave={focusEvents} />}
    </Pane>
  );
}

function When({ what: { at }, count }: { what: SentFor; count: number }) {
  const zone = useZone();
  const now = useVirtualNow(60_000);
  const time = at === undefined ? '' : timeNear(at, zone, now);
  const many = count === 0 ? '' : counted(count, 'postback');
  return (
    <span className="dimmed text-12 ellipsis">{[time, many].filter((part) => part !== '').join(', ')}</span>
  );
}

function NothingSent({ what: { event, nth } }: { what: SentFor }) {
  const why = useWhyNothingSent(event);
  if (nth === undefined) {
    return (
      <EmptyState title="Nothing sent yet">Each change of it fires the enabled catalog postbacks.</EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing was sent">
      <p>{why.sentence}</p>
      {why.mended ? (
        <Button size="xs" onClick={() => openSection('templates')}>
          Show postbacks
        </Button>
      ) : null}
    </EmptyState>
  );
}

interface DeliveriesProps {
  deliveries: readonly DeliveryView[];
  shown: DeliveryView | undefined;
}

/** One line for each delivery. One tab stop; the arrows go from one to the next. */
function Deliveries({ deliveries, shown }: DeliveriesProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const at = shown === undefined ? -1 : deliveries.indexOf(shown);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') focusEvents();
    if (event.key === 'Enter') focusAttempts();
    const to = listKey(event.key, at, deliveries.length, 5);
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(deliveries.length - 1, to));
    choose(deliveries[next]!.id);
    box.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div
      ref={box}
      className="hand-sent"
      role="listbox"
      aria-label="Deliveries of the event"
      aria-activedescendant={shown === undefined ? undefined : `${id}-${shown.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {deliveries.map((delivery) => (
        // The list has the focus and the keys; rows only take clicks.
        <div
          key={delivery.id}
          id={`${id}-${delivery.id}`}
          className="hand-sent-row"
          role="option"
          aria-selected={delivery === shown}
          tabIndex={-1}
          data-testid="sent-row"
          data-outcome={delivery.state}
          onClick={() => choose(delivery.id)}
        >
          <SentRow delivery={delivery} />
        </div>
      ))}
    </div>
  );
}

function SentRow({ delivery }: { delivery: DeliveryView }) {
  const { postbackName, attempts, intended } = delivery;
  return (
    <>
      <DeliveryMark delivery={delivery} />
      <span className="medium ellipsis" title={postbackName}>
        {postbackName}
        {intended === 'duplicate' ? <span className="dimmed"> again</span> : null}
      </span>
      <span>
        <LastStatus delivery={delivery} />
      </span>
      <span className="dimmed align-right">{counted(attempts.length, 'attempt')}</span>
    </>
  );
}

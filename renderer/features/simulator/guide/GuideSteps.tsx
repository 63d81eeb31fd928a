import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { clockTimeNear, timeParts } from '../../../lib/format.ts';
import { useClock, useVirtualNow } from '../../../state/clock.ts';
import { canRetry, retryDeliveries } from '../../../state/delivery-commands.ts';
import { select, selectDelivery } from '../../../state/ui.ts';
import { useWorkspace, useZoneOf } from '../../../state/workspace.ts';
import { ProgramSelect, useWorld } from '../ProgramSelect.tsx';
import { useSimulator } from '../simulator-view.ts';
import { GuideValue } from './GuideValue.tsx';
import { type GuideFacts, type GuideStepId, type GuideStepState, hintsFor } from './guide.ts';
import { askForReversal, convertClick, followLink, makeLink, moveClockOn } from './guide-commands.ts';

interface BodyProps {
  facts: GuideFacts;
  state: GuideStepState;
}

export const STEP_TITLES: Record<GuideStepId, string> = {
  link: 'Create a tracking link',
  click: 'Click it',
  convert: 'Convert the click',
  pending: 'The action is pending',
  postback: 'Its postback arrives',
  reverse: 'Request the reversal',
  reversal: 'The reversal’s postback arrives',
};

export const STEP_BODIES: Record<GuideStepId, (props: BodyProps) => ReactNode> = {
  link: LinkStep,
  click: ClickStep,
  convert: ConvertStep,
  pending: PendingStep,
  postback: (props) => <ArrivalStep {...props} event="tracked" />,
  reverse: ReverseStep,
  reversal: (props) => <ArrivalStep {...props} event="reversed" />,
};

/** What is to be done at a step that is not reached is said, and cannot be done yet. */
function Say({ children }: { children: ReactNode }) {
  return <span className="text-12 dimmed">{children}</span>;
}

function Do({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <span>
      <Button size="xs" variant="filled" onClick={onClick}>
        {children}
      </Button>
    </span>
  );
}

function LinkStep({ facts: { start }, state }: BodyProps) {
  const world = useWorld();
  const [chosen, setChosen] = useState<string | null>(null);
  if (start !== null) return <GuideValue text={start.link} label="Copy link" />;
  const program = world?.programs.find(({ id }) => id === chosen) ?? world?.programs[0];
  if (world === undefined || program === undefined || state !== 'now') return null;
  return (
    <>
      <Say>Its SubIds are sent back in every postback of the conversion.</Say>
      {world.programs.length === 1 ? null : (
        <ProgramSelect all={world.programs} value={program.id} onChange={({ id }) => setChosen(id)} />
      )}
      <Do onClick={() => makeLink(program.id)}>Create link</Do>
    </>
  );
}

function ClickStep({ facts: { start, click }, state }: BodyProps) {
  if (click !== undefined) return <GuideValue text={click.click.id} label="Copy RefClickId" />;
  if (state !== 'now' || start === null) return <Say>Like one of your visitors would.</Say>;
  return (
    <>
      <Say>Like one of your visitors would. Each click has an id, which the postback carries too.</Say>
      <Do onClick={() => followLink(start.link)}>Click link</Do>
    </>
  );
}

function ConvertStep({ facts: { click, action }, state }: BodyProps) {
  if (action !== undefined) return <GuideValue text={action.id} label="Copy action id" />;
  if (state !== 'now' || click === undefined) return <Say>Buy something after the click.</Say>;
  return (
    <>
      <Say>Buy something after the click: an order of 120.00, or your own values.</Say>
      <span className="hstack guide-two">
        <Do onClick={() => convertClick(click.key)}>Convert</Do>
        <Button
          size="xs"
          onClick={() => {
            select({ clickKey: click.key });
            useSimulator.setState({ dialog: 'convert' });
          }}
        >
          Customize…
        </Button>
      </span>
    </>
  );
}

function PendingStep({ facts: { action } }: BodyProps) {
  const zone = useZoneOf(action?.programId ?? '');
  if (action === undefined) return <Say>Until it locks, the brand may change or reverse it.</Say>;
  return <Say>The brand may change or reverse it until {timeParts(action.lockingDate, zone).date}.</Say>;
}

function ReverseStep({ facts: { action }, state }: BodyProps) {
  if (state !== 'now' || action === undefined)
    return <Say>Tests must not be paid out: partners ask the brand to reverse them.</Say>;
  return (
    <>
      <Say>Tests must not be paid out: ask the brand to reverse it with the reason TEST_ACTION.</Say>
      <Do onClick={() => askForReversal(action.key)}>Request the reversal</Do>
    </>
  );
}

function ArrivalStep({ facts, state, event }: BodyProps & { event: 'tracked' | 'reversed' }) {
  const deliveries = facts[event];
  if (state === 'later')
    return (
      <Say>{event === 'tracked' ? 'About 15 minutes after the conversion.' : 'With a payout of 0.00.'}</Say>
    );
  return (
    <>
      {deliveries.map((delivery) => (
        <Arrival key={delivery.id} delivery={delivery} programId={facts.action?.programId ?? ''} />
      ))}
      {state === 'now' ? <Waiting facts={facts} event={event} /> : null}
    </>
  );
}

function Arrival({ delivery, programId }: { delivery: DeliveryView; programId: string }) {
  const { state, dueAt, attempts, postbackName } = delivery;
  const zone = useZoneOf(programId);
  const now = useVirtualNow(60_000);
  const last = attempts.at(-1);
  const said =
    state === 'delivered' && last !== undefined
      ? `response ${last.status} at ${clockTimeNear(last.endedAt ?? last.sentAt, zone, now)}`
      : state === 'waiting' && dueAt !== null
        ? `due at ${clockTimeNear(dueAt, zone, now)}`
        : state;
  return (
    <span className="text-12 guide-arrival">
      <span className="ellipsis" title={postbackName}>
        {postbackName}
      </span>
      <span className="dimmed">{said}</span>
      <button type="button" className="link text-12" onClick={() => selectDelivery(delivery)}>
        Show
      </button>
    </span>
  );
}

/** What to do while a postback has not arrived: move the clock, try again, or see what is wrong. */
function Waiting({ facts, event }: { facts: GuideFacts; event: 'tracked' | 'reversed' }) {
  const view = useWorkspace((state) => state.view);
  const clock = useClock((state) => state.view);
  const now = useVirtualNow(60_000);
  const deliveries = facts[event];
  const failed = deliveries.filter(({ state }) => canRetry(state) && state !== 'waiting').map(({ id }) => id);
  const waiting = deliveries.some(({ state }) => state === 'waiting');
  const hints = view === null ? [] : hintsFor(event, facts, view, now);
  const running = clock !== null && clock.runId !== null;
  return (
    <>
      {[...new Set(hints)].map((hint) => (
        <span key={hint} className="text-12 dimmed" data-testid="guide-hint">
          {hint}
        </span>
      ))}
      {clock?.paused === true && waiting ? (
        <span className="text-12 text-warn" data-testid="guide-hint">
          The clock is paused: nothing is sent until you resume it.
        </span>
      ) : null}
      {waiting && !running ? <Do onClick={moveClockOn}>Advance the clock</Do> : null}
      {waiting && running ? <Say>A run is using the clock. Continue when it has ended.</Say> : null}
      {failed.length > 0 ? <Do onClick={() => retryDeliveries(failed)}>Retry</Do> : null}
    </>
  );
}

import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { ActionView } from '../../../../shared/contract/activity.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { fullTime, timeParts } from '../../../lib/format.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { useSimulator } from '../simulator-view.ts';
import { useSelectedAction } from '../useActionView.ts';
import { useRunBooks } from '../useRunBooks.ts';
import type { Sent } from '../useSent.ts';
import { ActionDetails } from './ActionDetails.tsx';
import { ActionStatusChip } from './ActionStatusChip.tsx';
import { Ledger } from './Ledger.tsx';
import { LedgerTotals } from './LedgerTotals.tsx';
import { NextSteps } from './NextSteps.tsx';
import { receiverLines } from './receiver-lines.ts';

/** The selected action: what can be done next, every change and whether they add up, and what it is about. */
export function ActionPane({ sent, nth }: { sent: Sent; nth: number }) {
  const view = useSelectedAction();
  if (view === undefined) {
    return (
      <Pane label="Action">
        <EmptyState title="No action selected">
          <p>Select one to see its next steps, its ledger, and what was sent for each entry.</p>
          <Button size="xs" onClick={() => useSimulator.setState({ dialog: 'track' })}>
            Track an action
          </Button>
        </EmptyState>
      </Pane>
    );
  }
  return (
    <Pane label="Action">
      <Head view={view} />
      <Body key={view.key} view={view} sent={sent} nth={nth} />
    </Pane>
  );
}

function Head({ view }: { view: ActionView }) {
  const { id, status, clearedDate, eventType, program, tracking, amount, payout } = view.action;
  const money = useMoney();
  return (
    <div className="hand-thing">
      <div className="hstack hand-thing-line">
        <h2 className="mono ellipsis" title={id}>
          {id}
        </h2>
        <ActionStatusChip status={status} cleared={clearedDate !== null} />
        <span className="spacer" />
        <When view={view} />
        <CopyButton text={id} label="Copy action id" />
      </div>
      <div className="hstack hand-thing-line hand-money">
        <span className="dimmed ellipsis" title={program.name.trim()}>
          {eventType.name}
          {tracking.subId1 === '' ? null : (
            <>
              {' · '}
              <span className="mono">{tracking.subId1}</span>
            </>
          )}
        </span>
        <span className="spacer" />
        <span className="dimmed nowrap">
          Amount <b className="strong">{money.figure(amount, program.currency)}</b>
        </span>
        <span className="dimmed nowrap">
          Payout <b className="strong">{money.figure(payout, program.currency)}</b> {program.currency}
        </span>
      </div>
    </div>
  );
}

/** The date that comes next: of locking, or of clearing. */
function When({ view: { action } }: { view: ActionView }) {
  const zone = action.program.timeZone;
  const [word, at] =
    action.status === 'APPROVED'
      ? ([
          action.clearedDate === null ? 'clears' : 'cleared',
          action.clearedDate ?? action.clearingDate,
        ] as const)
      : (['locks', action.lockingDate] as const);
  if (at === null) return null;
  return (
    <span className="text-12 dimmed ellipsis hand-when" title={fullTime(at, zone)}>
      {word} {timeParts(at, zone).date}
    </span>
  );
}

function Body({ view, sent, nth }: { view: ActionView; sent: Sent; nth: number }) {
  const scroller = useRef<HTMLElement>(null);
  const books = useRunBooks(view.runId);
  const money = useMoney();
  const receiver = books === undefined ? null : receiverLines(view, books, money);
  return (
    <ScrollRegion handle={scroller} label="Action details">
      <NextSteps view={view} />
      <Ledger view={view} sent={sent.rows} receiver={receiver} nth={nth} scroller={scroller} />
      <LedgerTotals view={view} books={books} receiver={receiver} />
      <ActionDetails action={view.action} />
    </ScrollRegion>
  );
}

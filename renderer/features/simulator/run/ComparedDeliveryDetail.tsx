import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { DeliveryView } from '../../../../shared/contract/activity.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { ComparedDelivery } from '../../../../shared/receiver/compare/compare-deliveries.ts';
import { ComparedValues } from '../../../components/ComparedValues.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { useActivity } from '../../../state/activity.ts';
import { useAsked } from '../../../state/asked.ts';
import { client } from '../../../state/connection.ts';
import { openDelivery } from '../../../state/ui.ts';
import { closeDialog } from '../ManualStepDialog.tsx';
import { attemptsText } from './ComparedDeliveryRow.tsx';

interface Props {
  compared: ComparedDelivery;
  left: number;
  right: number;
}

/** How one delivery went in each run, and the requests of both, value by value. */
export function ComparedDeliveryDetail({ compared, left, right }: Props) {
  const [view, setView] = useState<'differences' | 'all'>('differences');
  const [first, second] = [compared.left?.attempts[0], compared.right?.attempts[0]];
  return (
    <section className="run-compare-detail" aria-label="The delivery in both runs">
      <table className="compared run-compare-outcomes">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Responses</th>
            <th scope="col">Sent after the start</th>
            <th scope="col">
              <span className="visually-hidden">Delivery</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Outcome run={left} delivery={compared.left} differs={compared.outcome} />
          <Outcome run={right} delivery={compared.right} differs={compared.outcome} />
        </tbody>
      </table>
      {first === undefined || second === undefined ? (
        <EmptyState title="Nothing to compare">
          {compared.left === null || compared.right === null
            ? 'Only one of the runs has this delivery.'
            : 'It was not sent in both runs.'}
        </EmptyState>
      ) : (
        <>
          <div className="hstack run-compare-bar">
            <h3>Request</h3>
            <span className="spacer" />
            <SegmentedControl
              aria-label="What is shown"
              value={view}
              onChange={(value) => setView(value as 'differences' | 'all')}
              data={[
                { value: 'differences', label: 'Differences' },
                { value: 'all', label: 'All' },
              ]}
            />
          </div>
          <Requests
            left={{ run: left, attempt: first.id }}
            right={{ run: right, attempt: second.id }}
            onlyDifferent={view === 'differences'}
          />
        </>
      )}
    </section>
  );
}

interface OutcomeProps {
  run: number;
  delivery: DeliveryView | null;
  differs: boolean;
}

function Outcome({ run, delivery, differs }: OutcomeProps) {
  const startedAt = useActivity(({ runs }) => runs.get(run)?.startedAt ?? 0);
  const sent = delivery?.attempts.map(({ sentAt }) => formatDuration(Math.max(0, sentAt - startedAt)));
  return (
    <tr>
      <th scope="row">Run {run}</th>
      <td className={differs ? 'run-compare-differs' : undefined}>
        {delivery === null ? <span className="faint">not there</span> : attemptsText(delivery)}
      </td>
      <td>{sent?.join(', ')}</td>
      <td>
        {delivery === null ? null : (
          <button
            type="button"
            className="link nowrap"
            onClick={() => {
              closeDialog();
              openDelivery(delivery);
            }}
          >
            Open
          </button>
        )}
      </td>
    </tr>
  );
}

interface RequestsProps {
  left: { run: number; attempt: number };
  right: { run: number; attempt: number };
  onlyDifferent: boolean;
}

function Requests({ left, right, onlyDifferent }: RequestsProps) {
  const asked = useAsked(`compare attempts ${left.attempt} ${right.attempt}`, (signal) =>
    client.captures.compare(
      { left: { attempt: left.attempt }, right: { attempt: right.attempt } },
      { signal },
    ),
  );
  if (asked.state === 'waiting') return <div aria-busy="true" />;
  if (asked.state === 'failed')
    return <EmptyState title={asked.problem.title}>{asked.problem.remedy}</EmptyState>;
  return (
    <ComparedValues
      points={asked.value.points}
      left={`Run ${left.run}`}
      right={`Run ${right.run}`}
      onlyDifferent={onlyDifferent}
    />
  );
}

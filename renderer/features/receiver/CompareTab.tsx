import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { comparisonSentence, isDifferent } from '../../../shared/receiver/compare/compare-requests.ts';
import type { ComparedBytes, Comparison, RequestRef } from '../../../shared/receiver/compare/comparison.ts';
import { differencesOf } from '../../../shared/receiver/compare/differing-parts.ts';
import { ComparedValues } from '../../components/ComparedValues.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { HexView } from '../../components/HexView.tsx';
import { fromBase64 } from '../../lib/bytes.ts';
import { clockTime, count } from '../../lib/format.ts';
import { useAsked } from '../../state/asked.ts';
import { client } from '../../state/connection.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { useZone } from '../../state/workspace.ts';

/** Captures of the same action that can be selected. */
const MOST_RELATED = 50;

type View = 'all' | 'differences' | 'bytes';

interface Choice {
  value: string;
  label: string;
}

/** A capture beside what was sent, beside another attempt, and beside any other capture. */
export function CompareTab({ capture }: { capture: Capture }) {
  const groups = useChoices(capture);
  const first = groups[0]?.items[0]?.value ?? null;
  const [picked, setPicked] = useState<string | null>(null);
  const [view, setView] = useState<View>('all');
  const choice = picked ?? first;
  const label =
    groups.flatMap(({ items }) => items).find(({ value }) => value === choice)?.label ??
    capitalized(choice ?? '');
  return (
    <div className="receiver-compare">
      <div className="hstack receiver-compare-bar">
        <span className="dimmed nowrap">Compare with</span>
        <Select
          size="xs"
          aria-label="Compare with"
          className="grow"
          data={groups}
          value={choice}
          placeholder="Select a request"
          onChange={setPicked}
          searchable
        />
        <NumberInput
          size="xs"
          className="receiver-compare-number"
          aria-label="Number of another capture"
          placeholder="Capture no."
          min={1}
          allowDecimal={false}
          hideControls
          onKeyDown={(event) => {
            const number = Number(event.currentTarget.value);
            if (event.key === 'Enter' && number > 0) setPicked(`capture ${number}`);
          }}
        />
        <SegmentedControl
          aria-label="What is shown"
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'differences', label: 'Differences' },
            { value: 'bytes', label: 'Bytes' },
          ]}
        />
      </div>
      {choice === null ? (
        <EmptyState title="Nothing to compare with yet">
          Postbench did not send this request. Enter the number of another capture.
        </EmptyState>
      ) : (
        <Compared capture={capture} with={choice} label={label} view={view} />
      )}
    </div>
  );
}

/** What a capture can be compared with: as it was sent, other attempts, other requests of its action. */
function useChoices(capture: Capture): { group: string; items: Choice[] }[] {
  const zone = useZone();
  const { delivery } = capture;
  const known = useDelivery(delivery?.deliveryId ?? null);
  const subject = delivery?.subject ?? '';
  const related = useAsked(`related ${subject}`, async (signal) => {
    if (subject === '') return [];
    const query = `action:"${subject.replaceAll('"', '')}"`;
    const { rows } = await client.captures.list({ query, limit: MOST_RELATED }, { signal });
    return rows;
  });
  if (delivery === null) return [];
  const sent = {
    value: `attempt ${delivery.attemptId}`,
    label: `As sent, attempt ${delivery.attemptNumber}`,
  };
  const attempts = (known?.attempts ?? []).filter(({ id }) => id !== delivery.attemptId);
  const rows = related.state === 'here' ? related.value.filter(({ id }) => id !== capture.id) : [];
  return [
    {
      group: 'This delivery',
      items: [
        sent,
        ...attempts.map(({ id, number, sentAt }) => ({
          value: `attempt ${id}`,
          label: `Attempt ${number}, ${clockTime(sentAt, zone)}`,
        })),
      ],
    },
    {
      group: `Captures of ${subject}`,
      items: rows.map((row) => ({
        value: `capture ${row.id}`,
        label: `${row.delivery === null ? row.method : eventLabel(row.delivery.event)}, ${clockTime(row.virtualAt, zone)}, capture ${row.id}`,
      })),
    },
  ].filter(({ items }) => items.length > 0);
}

const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function refOf(choice: string): RequestRef {
  const [kind, id] = choice.split(' ');
  return kind === 'attempt' ? { attempt: Number(id) } : { capture: Number(id) };
}

interface ComparedProps {
  capture: Capture;
  with: string;
  label: string;
  view: View;
}

function Compared({ capture, with: other, label, view }: ComparedProps) {
  const asked = useAsked(`compare ${other} ${capture.id}`, (signal) =>
    client.captures.compare({ left: refOf(other), right: { capture: capture.id } }, { signal }),
  );
  if (asked.state === 'waiting') return <div aria-busy="true" />;
  if (asked.state === 'failed')
    return <EmptyState title={asked.problem.title}>{asked.problem.remedy}</EmptyState>;
  const comparison = asked.value;
  return (
    <>
      <p className="receiver-compare-sum hstack">
        <span role="status">{comparisonSentence(comparison)}</span>
        <span className="spacer" />
        <CopyButton text={() => asText(comparison, label)} label="Copy the comparison" />
      </p>
      {view === 'bytes' ? (
        <Bytes comparison={comparison} label={label} />
      ) : (
        <ComparedValues
          points={comparison.points}
          left={label}
          right="This capture"
          onlyDifferent={view === 'differences'}
        />
      )}
    </>
  );
}

function Bytes({ comparison: { left, right }, label }: { comparison: Comparison; label: string }) {
  const [first, second] = useMemo(() => [fromBase64(left.bytes), fromBase64(right.bytes)], [left, right]);
  const differences = useMemo(() => differencesOf(first, second), [first, second]);
  const marksOf = (side: 'left' | 'right') =>
    differences.map((one) => ({ from: one[side][0], to: one[side][1] })).filter(({ from, to }) => from < to);
  return (
    <div className="receiver-compare-bytes">
      <BytesOf title={label} side={left} bytes={first} marks={marksOf('left')} />
      <BytesOf title="This capture" side={right} bytes={second} marks={marksOf('right')} />
    </div>
  );
}

interface BytesOfProps {
  title: string;
  side: ComparedBytes;
  bytes: Uint8Array;
  marks: readonly { from: number; to: number }[];
}

function BytesOf({ title, side, bytes, marks }: BytesOfProps) {
  const cut = bytes.length < side.length;
  return (
    <section className="receiver-compare-side">
      <h2 className="section-head">
        {title}
        <span className="count">
          {cut ? `first ${count(bytes.length)} of ${count(side.length)} B` : `${count(side.length)} B`}
        </span>
      </h2>
      <HexView bytes={bytes} label={`${title} as bytes`} marks={marks} />
    </section>
  );
}

function asText({ points }: Comparison, label: string): string {
  const lines = points
    .filter(isDifferent)
    .map(({ place, key, left, right }) => [place, key, left?.raw ?? '', right?.raw ?? ''].join('\t'));
  return [`place\tkey\t${label}\tthis capture`, ...lines].join('\n');
}

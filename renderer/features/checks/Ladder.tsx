import { useMemo, useState } from 'react';
import { type Rung, rungsOf, tellingParameters } from '../../../shared/checks/ladder.ts';
import type { BookRecord, Mapping } from '../../../shared/checks/records/record.ts';
import type { Evidence } from '../../../shared/checks/report.ts';
import { IconChevronDown, IconChevronRight } from '../../components/icons.ts';
import { clockTime, duration, trueMinus } from '../../lib/format.ts';
import { useZone } from '../../state/workspace.ts';
import { outcomeLabel } from './outcome-label.ts';
import { RequestDetail, type RequestPlace } from './RequestDetail.tsx';

interface LadderProps {
  evidence: Evidence;
  mapping: Mapping | null;
  /** URL template of the postback, to tell status and money in a request. */
  template: string;
  /** The story is about several actions, so each request names its own. */
  several: boolean;
  /** Which story of which check it is; undefined while it is being played. */
  place: Omit<RequestPlace, 'step'> | undefined;
}

/** A story as it went: time flows down, requests leave to the right, responses come back, both books stand beside. */
export function Ladder({ evidence, mapping, template, several, place }: LadderProps) {
  const zone = useZone();
  const rungs = useMemo(() => rungsOf(evidence, mapping, zone), [evidence, mapping, zone]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (index: number) =>
    setOpen(
      (before) =>
        new Set(before.has(index) ? [...before].filter((one) => one !== index) : [...before, index]),
    );
  return (
    <div className="checks-ladder" role="table" aria-label="Requests, responses and records">
      <div className="checks-rung checks-ladder-head" role="row">
        <span role="columnheader">
          <span className="visually-hidden">Details</span>
        </span>
        <span role="columnheader" className="checks-rung-time">
          Sent
        </span>
        <span role="columnheader" className="checks-ladder-lanes">
          <b>Platform</b>
          <b>Your receiver</b>
        </span>
        <span role="columnheader">Your records</span>
        <span role="columnheader">Platform’s books</span>
        <span role="columnheader" className="checks-rung-apart">
          Difference
        </span>
      </div>
      {rungs.map((rung, index) => (
        <RungRow
          // biome-ignore lint/suspicious/noArrayIndexKey: requests of a story have no other name, and never move
          key={index}
          rung={rung}
          number={index + 1}
          zone={zone}
          parameters={tellingParameters(template, rung.step.request.url)}
          several={several}
          place={place && { ...place, step: index }}
          open={open.has(index)}
          onToggle={() => toggle(index)}
        />
      ))}
    </div>
  );
}

interface RungRowProps {
  rung: Rung;
  number: number;
  zone: string;
  parameters: readonly string[];
  several: boolean;
  place: RequestPlace | undefined;
  open: boolean;
  onToggle: () => void;
}

function RungRow({ rung, number, zone, parameters, several, place, open, onToggle }: RungRowProps) {
  const { step, parts } = rung;
  const { what, note, actionId, response, sentAt, books } = step;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const label = `${what[0]?.toUpperCase() ?? ''}${what.slice(1)}`;
  return (
    <>
      <div className={parts ? 'checks-rung checks-rung-parts' : 'checks-rung'} role="row">
        <span role="cell" className="checks-rung-number">
          <button
            type="button"
            aria-expanded={open}
            aria-label={`Request ${number}: ${label}`}
            onClick={onToggle}
          >
            {number}
            <Chevron size={12} stroke={1.75} aria-hidden="true" />
          </button>
        </span>
        <span role="cell" className="mono faint checks-rung-time">
          {clockTime(sentAt, zone)}
        </span>
        <span role="cell" className="checks-rung-lane">
          <span className="checks-request">
            <span>
              <b>{label}</b>{' '}
              <span className="mono">
                {parameters.length > 0 ? parameters.join(' ') : step.request.method}
              </span>
            </span>
            {several ? <span className="mono faint">{actionId}</span> : null}
            {note === '' ? null : <span className="checks-odd">{note}</span>}
          </span>
          <span className="checks-response">
            {response.outcome === 'waiting' ? (
              <span className="faint">no response yet</span>
            ) : (
              <>
                {response.status === null ? (
                  <span className="text-warn">{outcomeLabel(response.outcome)}</span>
                ) : (
                  <span className={step.accepted ? undefined : 'text-warn'}>{response.status}</span>
                )}{' '}
                in {duration(response.ms)}
              </>
            )}
          </span>
        </span>
        <RecordCell rung={rung} live={place === undefined} />
        <span role="cell" className="checks-rung-book">
          <span className="mono">{books.values['Payout'] ?? ''}</span>
          <span className="checks-rung-word">{books.status.toUpperCase()}</span>
        </span>
        <DifferenceCell rung={rung} />
      </div>
      {open ? (
        <div role="row" className="checks-rung-detail">
          <div role="cell">
            <RequestDetail step={step} place={place} />
          </div>
        </div>
      ) : null}
    </>
  );
}

/** A record in a word: its payout, or that there is none. */
function payoutOf(record: BookRecord): string {
  return record.exists ? (record.fields['Payout'] ?? 'a record') : 'no record';
}

function RecordCell({ rung: { before, after, atEnd }, live }: { rung: Rung; live: boolean }) {
  if (after === null) {
    return (
      <span role="cell" className="checks-rung-book">
        <span className="faint">{live ? 'not yet' : 'not looked at'}</span>
      </span>
    );
  }
  return (
    <span role="cell" className="checks-rung-book">
      <span className="mono">
        {before === null || atEnd ? null : (
          <>
            <span className="faint checks-rung-before">{payoutOf(before)}</span>
            <span className="faint checks-rung-before checks-rung-arrow">→</span>
          </>
        )}
        <b className="checks-rung-after">{payoutOf(after)}</b>
      </span>
      <span className="checks-rung-word" title={after.statusWord}>
        {atEnd ? 'at the end' : after.statusWord.toUpperCase()}
        {atEnd && after.statusWord !== '' ? `, ${after.statusWord.toUpperCase()}` : ''}
      </span>
    </span>
  );
}

function DifferenceCell({ rung: { after, differences, apart, parts } }: { rung: Rung }) {
  if (after === null) return <span role="cell" className="checks-rung-book checks-rung-apart" />;
  const [first] = differences;
  const money = decimalIsZero(apart) ? '' : trueMinus(apart);
  const word = first === undefined ? 'equal' : parts ? 'part here' : first.field;
  return (
    <span
      role="cell"
      className={`checks-rung-book checks-rung-apart ${first === undefined ? 'faint checks-rung-equal' : 'text-bad'}`}
      title={differences
        .map(({ field, found, expected }) => `${field}: ${found}, not ${expected}`)
        .join('\n')}
    >
      <span className="mono strong">{first === undefined ? '' : money === '' ? first.field : money}</span>
      <span className="checks-rung-word">{word}</span>
    </span>
  );
}

function decimalIsZero(text: string): boolean {
  return text === '' || Number(text) === 0;
}

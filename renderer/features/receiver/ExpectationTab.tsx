import { Select } from '@mantine/core';
import type { Capture } from '../../../shared/contract/captures.ts';
import type { CaptureExpectation } from '../../../shared/receiver/compare/comparison.ts';
import { differingParts } from '../../../shared/receiver/compare/differing-parts.ts';
import { type ExpectedPoint, tallies } from '../../../shared/receiver/compare/expectation.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Differing } from '../../components/Differing.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconCheck } from '../../components/icons.ts';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { WireText } from '../../components/WireText.tsx';
import { count } from '../../lib/format.ts';
import type { Asked } from '../../state/asked.ts';
import { useWorkspace } from '../../state/workspace.ts';

interface ExpectationTabProps {
  capture: Capture;
  asked: Asked<CaptureExpectation | null>;
  /** The file of the postback that it is held against; '' for the one that fits. */
  postback: string;
  onPostback: (file: string) => void;
}

/** Each data point that the postback promises, and what became of it on the way. */
export function ExpectationTab({ capture, asked, postback, onPostback }: ExpectationTabProps) {
  if (asked.state === 'waiting') return <div aria-busy="true" />;
  if (asked.state === 'failed')
    return <EmptyState title={asked.problem.title}>{asked.problem.remedy}</EmptyState>;
  const held = asked.value;
  const isOurs = held?.source === 'sent';
  const choice = isOurs ? null : (
    <PostbackSelect value={held?.postback.file ?? postback} onChange={onPostback} />
  );
  if (held === null) {
    return (
      <EmptyState title="Nothing is expected of it">
        <p>No postback of the workspace has this method, this path and at least half of these keys.</p>
        <div className="receiver-expected-select">{choice}</div>
      </EmptyState>
    );
  }
  const { expectation } = held;
  return (
    <ScrollRegion label="Expectation" className="receiver-body">
      <div className="hstack receiver-tallies">
        {tallies(expectation).map(({ name, count: times }) => (
          <span key={name} className={times > 0 && name !== 'empty' ? 'text-warn' : 'dimmed'}>
            <span className="medium">{count(times)}</span> {name}
          </span>
        ))}
        <span className="spacer" />
        {choice}
        <CopyButton text={() => asText(expectation.points)} label="Copy the data points" />
      </div>
      <table className="receiver-points">
        <thead className="visually-hidden">
          <tr>
            <th>Key</th>
            <th>Placeholder</th>
            <th>Value</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {expectation.points.map((point, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys come again, and the rows of a request do not move
            <PointRow key={index} point={point} />
          ))}
        </tbody>
      </table>
      <p className="receiver-note dimmed">
        {isOurs
          ? `Held against what attempt ${capture.delivery?.attemptNumber ?? ''} of ${held.postback.name} sent.`
          : `Held against the template of ${held.postback.name}, filled with the values of this request: Postbench did not send it, so the values themselves are not judged.`}
      </p>
    </ScrollRegion>
  );
}

function PostbackSelect({ value, onChange }: { value: string; onChange: (file: string) => void }) {
  const postbacks = useWorkspace((state) => state.view?.postbacks);
  const data = (postbacks ?? []).flatMap(({ file, content }) =>
    content === null ? [] : [{ value: file, label: content.name }],
  );
  return (
    <Select
      size="xs"
      aria-label="Postback to hold it against"
      placeholder="Hold against…"
      data={data}
      value={value === '' ? null : value}
      onChange={(file) => onChange(file ?? '')}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

function PointRow({ point }: { point: ExpectedPoint }) {
  const { key, left, right, placeholders, place } = point;
  const told = stateOf(point);
  return (
    <tr className={told === '' ? undefined : 'receiver-point-differs'}>
      <th scope="row" className="mono">
        <WireText text={key} />
        {place === 'query' || place === 'body' ? null : <span className="faint"> {place}</span>}
      </th>
      <td>
        {placeholders.map((name) => (
          <span key={name} className="placeholder mono">{`{${name}}`}</span>
        ))}
      </td>
      <td className="mono wrap-anywhere">
        {right === null ? (
          <span className="faint">not there</span>
        ) : told === '' || left === null || left.raw === right.raw ? (
          <WireText text={right.value} />
        ) : (
          <SentAndGot sent={left.raw} got={right.raw} />
        )}
      </td>
      <td className="align-right nowrap">
        {told === '' ? (
          left?.value === '' ? (
            <span className="faint">empty</span>
          ) : (
            <IconCheck size={14} stroke={1.75} className="text-ok" role="img" aria-label="Arrived as sent" />
          )
        ) : (
          <span className="text-warn">{told}</span>
        )}
      </td>
    </tr>
  );
}

function SentAndGot({ sent, got }: { sent: string; got: string }) {
  const parts = differingParts(sent, got);
  return (
    <>
      <span className="faint">sent </span>
      <Differing parts={parts.left} />
      <br />
      <span className="faint">got </span>
      <Differing parts={parts.right} />
    </>
  );
}

function stateOf({ state, moved }: ExpectedPoint): string {
  const words = [...(state === 'same' ? [] : [state]), ...(moved ? ['reordered'] : [])];
  return words.join(', ');
}

function asText(points: readonly ExpectedPoint[]): string {
  const lines = points.map((point) =>
    [point.key, point.left?.raw ?? '', point.right?.raw ?? '', stateOf(point) || 'as sent'].join('\t'),
  );
  return ['key\tsent\treceived\tstate', ...lines].join('\n');
}

import './compare-runs.css';
import { Button, Progress, Select } from '@mantine/core';
import { useState } from 'react';
import {
  type ComparedDelivery,
  type ComparedRuns,
  comparedRunsSentence,
  MOST_PAIRS,
  TIMES,
} from '../../../../shared/receiver/compare/compare-deliveries.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconArrowsExchange } from '../../../components/icons.ts';
import { ProblemBox } from '../../../components/ProblemBox.tsx';
import { Split } from '../../../components/Split.tsx';
import { useNarrow } from '../../../components/useNarrow.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, timeNear } from '../../../lib/format.ts';
import { useActivity } from '../../../state/activity.ts';
import { useVirtualNow } from '../../../state/clock.ts';
import { useZone } from '../../../state/workspace.ts';
import { TWO_LINES_PX } from '../hand/TwoLines.tsx';
import { closeDialog } from '../ManualStepDialog.tsx';
import { useScenario } from '../useScenario.ts';
import { ComparedDeliveryDetail } from './ComparedDeliveryDetail.tsx';
import { ComparedDeliveryRow, textOf } from './ComparedDeliveryRow.tsx';
import { useRunComparison } from './useRunComparison.ts';

/** Two runs, delivery by delivery: which of them differ, and in what. */
export function CompareRunsDialog() {
  const { run, runs } = useScenario();
  const ids = useActivity(({ runIds }) => runIds);
  // The run on screen beside the one before it of the same scenario, else beside any other.
  const right = run?.id ?? ids.at(-1);
  const before = runs.find(({ id }) => right !== undefined && id < right)?.id;
  const left = before ?? runs.find(({ id }) => id !== right)?.id ?? ids.findLast((id) => id !== right);
  return (
    <Dialog title="Compare two runs" size={1120} className="run-compare-dialog" onClose={closeDialog}>
      {left === undefined || right === undefined ? (
        <EmptyState title="One run is not enough">
          Run the scenario again, with another seed or after a change. Then the two can be compared.
        </EmptyState>
      ) : (
        <Comparison left={left} right={right} />
      )}
    </Dialog>
  );
}

function Comparison(first: { left: number; right: number }) {
  const [{ left, right }, setRuns] = useState(first);
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  const { compared, progress, problem } = useRunComparison(left, right, ignored);
  return (
    <div className="run-compare">
      <div className="hstack run-compare-head">
        <RunSelect label="First run" id={left} onChange={(id) => setRuns({ left: id, right })} />
        <IconButton
          label="Swap"
          icon={<IconArrowsExchange size={16} stroke={1.5} />}
          onClick={() => setRuns({ left: right, right: left })}
        />
        <RunSelect label="Second run" id={right} onChange={(id) => setRuns({ left, right: id })} />
      </div>
      {progress === null ? null : (
        <Progress
          aria-label="Compared so far"
          size="xs"
          value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
        />
      )}
      {problem === null ? null : <ProblemBox problem={problem} />}
      {compared === null ? (
        <p className="dimmed run-compare-sum" role="status">
          {progress === null
            ? 'Comparing…'
            : `Comparing ${count(progress.done)} of ${count(progress.total)} deliveries…`}
        </p>
      ) : (
        <Result
          key={`${left} ${right}`}
          compared={compared}
          left={left}
          right={right}
          ignored={ignored}
          onIgnore={setIgnored}
        />
      )}
    </div>
  );
}

function RunSelect({ label, id, onChange }: { label: string; id: number; onChange: (id: number) => void }) {
  const runs = useActivity((state) => state.runs);
  const ids = useActivity(({ runIds }) => runIds);
  const zone = useZone();
  const now = useVirtualNow(60_000);
  const data = ids.toReversed().map((one) => {
    const run = runs.get(one);
    const more =
      run === undefined ? '' : `, ${run.name}, ${timeNear(run.startedAt, zone, now)}, seed ${run.seed}`;
    return { value: String(one), label: `Run ${one}${more}` };
  });
  return (
    <Select
      size="xs"
      className="grow"
      aria-label={label}
      allowDeselect={false}
      searchable
      data={data}
      value={String(id)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}

interface ResultProps {
  compared: ComparedRuns;
  left: number;
  right: number;
  ignored: readonly string[];
  onIgnore: (keys: readonly string[]) => void;
}

function Result({ compared, left, right, ignored, onIgnore }: ResultProps) {
  const [selected, setSelected] = useState(0);
  const narrow = useNarrow();
  const { differing } = compared;
  const one = differing[selected];
  return (
    <>
      <div className="hstack run-compare-sum">
        <span role="status">{comparedRunsSentence(compared, { left, right })}</span>
        <span className="spacer" />
        <CopyButton text={() => asText(compared, left, right)} label="Copy the comparison" />
      </div>
      <Ignored compared={compared} ignored={ignored} onIgnore={onIgnore} />
      <Split
        key={narrow ? 'narrow' : 'wide'}
        id={narrow ? 'simulator.compared-narrow' : 'simulator.compared'}
        label="Size of the list of deliveries"
        direction={narrow ? 'column' : 'row'}
        sized="first"
        initial={narrow ? 160 : 420}
        min={narrow ? 84 : 260}
        minOther={narrow ? 120 : 320}
        first={
          <VirtualList
            label="Deliveries that differ"
            count={differing.length}
            keyOf={(index) => keyOf(differing[index], index)}
            selected={selected < differing.length ? selected : -1}
            onSelect={setSelected}
            copyOf={(index) => (differing[index] === undefined ? '' : textOf(differing[index]))}
            rowClass="list-whole run-compare-row"
            rowHeight={TWO_LINES_PX}
            renderHead={() => null}
            renderRow={(index) => {
              const row = differing[index];
              return row === undefined ? null : (
                <ComparedDeliveryRow compared={row} left={left} right={right} />
              );
            }}
            empty={
              <EmptyState title="No delivery differs">
                {ignored.length === 0
                  ? 'Both runs sent the same, and got the same responses.'
                  : 'Apart from what is ignored.'}
              </EmptyState>
            }
          />
        }
        second={
          one === undefined ? (
            <div />
          ) : (
            <ComparedDeliveryDetail key={keyOf(one, selected)} compared={one} left={left} right={right} />
          )
        }
      />
      {differing.length < MOST_PAIRS ? null : (
        <p className="dimmed text-12 run-compare-more">
          The first {count(MOST_PAIRS)} that differ are listed. Ignore what you expect to differ to see the
          others.
        </p>
      )}
    </>
  );
}

const keyOf = (one: ComparedDelivery | undefined, index: number) =>
  one === undefined ? index : `${one.left?.id ?? ''} ${one.right?.id ?? ''}`;

/** What differs, by key, each of which can be left out of account. */
function Ignored({ compared, ignored, onIgnore }: Pick<ResultProps, 'compared' | 'ignored' | 'onIgnore'>) {
  const { both, times } = compared;
  const keys = [
    ...compared.keys,
    ...(times > 0 ? [{ key: TIMES, deliveries: times }] : []),
    // What was ignored in other runs stays so, and can be taken back.
    ...ignored
      .filter((key) => key !== TIMES && !compared.keys.some((one) => one.key === key))
      .map((key) => ({ key, deliveries: 0 })),
  ];
  if (keys.length === 0) return null;
  const throughout = keys.filter(({ key, deliveries }) => deliveries === both && !ignored.includes(key));
  const toggle = (key: string) =>
    onIgnore(ignored.includes(key) ? ignored.filter((one) => one !== key) : [...ignored, key]);
  return (
    <fieldset className="run-compare-keys">
      <legend className="visually-hidden">What differs; press one to ignore it</legend>
      {keys.map(({ key, deliveries }) => {
        const isIgnored = ignored.includes(key);
        return (
          <button
            key={key}
            type="button"
            aria-pressed={isIgnored}
            className="run-compare-key"
            title={isIgnored ? `${key} is ignored. Press to compare it again.` : `Press to ignore ${key}.`}
            onClick={() => toggle(key)}
          >
            <span className={key === TIMES ? '' : 'mono'}>{key === TIMES ? 'times' : key}</span>
            <span className="count">{count(deliveries)}</span>
          </button>
        );
      })}
      {throughout.length > 0 && both > 1 ? (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => onIgnore([...ignored, ...throughout.map(({ key }) => key)])}
        >
          Ignore what differs in all {count(both)}
        </Button>
      ) : null}
      {ignored.length > 0 ? (
        <Button size="compact-xs" variant="subtle" onClick={() => onIgnore([])}>
          Ignore nothing
        </Button>
      ) : null}
    </fieldset>
  );
}

function asText(compared: ComparedRuns, left: number, right: number): string {
  return [comparedRunsSentence(compared, { left, right }), ...compared.differing.map(textOf)].join('\n');
}

import { useMemo } from 'react';
import type { Sample } from '../../../shared/scenario/samples.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import type { ValuesCell, ValuesRow } from '../../../shared/template/values-table.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { counted } from '../../components/format.ts';
import { WireText } from '../../components/WireText.tsx';
import { useValuesRows } from './useValuesRows.ts';

/** More states than this side by side help nobody, and would make every keystroke slow. */
const MOST_STATES = 40;
/** A table of more rows is slow to lay out. */
const MOST_ROWS = 300;
/** Characters of a key or value that a cell has room for. */
const MOST_TEXT = 2_000;

/** A long text as a cell shows it. */
function inCell(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  return `${text.slice(0, MOST_TEXT)}… ${counted(text.length - MOST_TEXT, 'more character')}`;
}

const UNKNOWN = /^\{[A-Za-z][A-Za-z0-9_]*\}$/;
const NO_STEPS: readonly Pick<Sample, 'step' | 'label' | 'detail' | 'values'>[] = [
  { step: -1, label: 'No values yet', detail: 'Every placeholder is empty', values: {} },
];

interface Props {
  compiled: CompiledPostback;
  settings: RenderSettings;
  samples: readonly Sample[];
  index: number;
  onStep: (index: number) => void;
}

/** What a receiver reads, key by key, in each state of the sample; what differs from the state before is marked. */
export function ValuesPreview({ compiled, settings, samples, index, onStep }: Props) {
  const states = useMemo(() => (samples.length === 0 ? NO_STEPS : samples.slice(0, MOST_STATES)), [samples]);
  const rows = useValuesRows(compiled, states, settings);
  const drawn = rows.slice(0, MOST_ROWS);
  const places = new Set(rows.map(({ place }) => place));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled table must be reachable by keyboard */}
      <section className="scroll tp-values" data-testid="values-preview" tabIndex={0} aria-label="Values">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              {states.map(({ step, label, detail }, column) => (
                <th scope="col" key={step} aria-current={samples.length > 0 && column === index}>
                  {samples.length === 0 ? (
                    label
                  ) : (
                    <button
                      type="button"
                      title={`Step ${step + 1}: ${detail}`}
                      onClick={() => onStep(column)}
                    >
                      {label}
                    </button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drawn.map((row) => (
              <Row
                key={`${row.place} ${row.key}`}
                row={row}
                showPlace={places.size > 1}
                known={settings.known}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 ? (
          <EmptyState title="No values to show">Give the URL a query or the postback a body.</EmptyState>
        ) : null}
        {rows.length > drawn.length ? (
          <p className="tp-not-drawn" role="status">
            {counted(rows.length - drawn.length, 'more key')}: sent, but not listed here.
          </p>
        ) : null}
      </section>
      <div className="foot">
        <span className="tp-swatch" />
        differs from the state before
        <span className="sp" />
        {samples.length > MOST_STATES ? `the first ${MOST_STATES} of ${samples.length} states` : null}
      </div>
    </>
  );
}

function Row({
  row,
  showPlace,
  known,
}: {
  row: ValuesRow;
  showPlace: boolean;
  known: (name: string) => boolean;
}) {
  return (
    <tr>
      <th scope="row" className="mono t2" title={`${inCell(row.key)} in the ${row.place}`}>
        {inCell(row.key)}
        {showPlace && row.place !== 'query' ? <span className="tp-place">{row.place}</span> : null}
      </th>
      {row.cells.map((cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is named by its column
        <Cell key={column} cell={cell} first={column === 0} known={known} />
      ))}
    </tr>
  );
}

interface CellProps {
  cell: ValuesCell;
  first: boolean;
  known: (name: string) => boolean;
}

function Cell({ cell: { value, changed }, first, known }: CellProps) {
  const tone = changed ? 'chg' : first ? '' : 't3';
  if (value === null) {
    return (
      <td className={`mono ${tone}`}>
        <span className="t3" title="The key is not in this request">
          –
        </span>
      </td>
    );
  }
  if (UNKNOWN.test(value) && !known(value.slice(1, -1))) {
    return (
      <td className={`mono ${tone}`}>
        <span className="ph u">{value}</span>
      </td>
    );
  }
  return (
    <td className={`mono ${tone}`} data-changed={changed || undefined}>
      <WireText text={inCell(value)} />
    </td>
  );
}

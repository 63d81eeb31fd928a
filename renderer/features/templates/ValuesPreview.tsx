import { ActionIcon, Button, Checkbox, Menu } from '@mantine/core';
import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import type { Sample } from '../../../shared/scenario/samples.ts';
import { secretOf } from '../../../shared/secrets/name.ts';
import { isDifferent, type PackedRow, unpacked } from '../../../shared/template/field-table.ts';
import { placeholderOf } from '../../../shared/template/parse.ts';
import type { CompiledPostback } from '../../../shared/template/postback.ts';
import type { NamedSettings } from '../../../shared/template/settings.ts';
import { columnAsJson, columnAsText, type ValuesCell } from '../../../shared/template/values-table.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { IconChevronDown, IconChevronUp, IconDots } from '../../components/icons.ts';
import { WireText } from '../../components/WireText.tsx';
import { copyText } from '../../lib/clipboard.ts';
import { count, counted } from '../../lib/format.ts';
import { notify } from '../../state/notify.ts';
import { PreviewFold } from './PreviewFold.tsx';
import { useTemplatesView } from './templates-view.ts';
import { endTrace, showTrace, useTrace } from './trace.ts';
import { type FieldTable, useFieldTable } from './useFieldTable.ts';

/** More states than this side by side help nobody, and would make every keystroke slow. */
const MOST_STATES = 40;
/** Cells on the page at first. */
const MOST_CELLS = 1_600;
/** Characters of a key or value that a cell has room for; all of it is on the wire, and copied. */
const MOST_TEXT = 500;

/** A long text as a cell shows it. */
function inCell(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  return `${text.slice(0, MOST_TEXT)}… ${counted(text.length - MOST_TEXT, 'more character')}`;
}

const NO_IDS: readonly string[] = [];
const NO_STEPS: readonly Pick<Sample, 'step' | 'label' | 'detail' | 'values' | 'madeUp'>[] = [
  { step: -1, label: 'No values yet', detail: 'All placeholders are empty', values: {} },
];

interface Props {
  compiled: CompiledPostback;
  settings: NamedSettings;
  samples: readonly Sample[];
  index: number;
}

const onStep = (step: number) => useTemplatesView.setState({ step });

/** The fold of the values, whose head says how many of them differ, also while it is closed. */
export const ValuesFold = memo(({ compiled, settings, samples, index }: Props) => {
  const wantedStates = useMemo(
    () => (samples.length === 0 ? NO_STEPS : samples.slice(0, MOST_STATES)),
    [samples],
  );
  const table = useFieldTable(compiled, settings, wantedStates);
  const different = useMemo(() => table.rows.filter(isDifferent), [table.rows]);
  return (
    <PreviewFold
      fold="values"
      title="Values"
      label="Values preview"
      sum={table.state === 'first' ? '' : `${count(different.length)} of ${count(table.rows.length)} differ`}
    >
      <ValuesPreview
        table={table}
        different={different}
        settings={settings}
        samples={samples}
        index={index}
      />
    </PreviewFold>
  );
});

interface TableProps extends Pick<Props, 'settings' | 'samples' | 'index'> {
  table: FieldTable<(typeof NO_STEPS)[number]>;
  different: readonly PackedRow[];
}

/** What a receiver reads, key by key, in each state of the sample; what differs from previous state is marked. */
const ValuesPreview = memo(({ table: read, different, settings, samples, index }: TableProps) => {
  const { states, rows, state: reading } = read;
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const [whole, setWhole] = useState(false);
  const table = useRef<HTMLElement>(null);
  const places = useMemo(() => new Set(rows.map(([place]) => place)), [rows]);
  const wanted = onlyDifferent ? different : rows;
  const most = Math.max(40, Math.floor(MOST_CELLS / states.length));
  const shown = whole ? wanted : wanted.slice(0, most);

  const go = (by: 1 | -1) => {
    const column = goToDifference(table.current, by);
    // The other previews show the state that the difference is in.
    if (column !== undefined) onStep(column);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'F7') {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') endTrace('values');
  };
  return (
    <>
      <section
        ref={table}
        className="scroll templates-values"
        aria-busy={reading !== 'ready'}
        data-testid="values-preview"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled table must be reachable by keyboard
        tabIndex={0}
        aria-label="Values"
        onKeyDown={onKeyDown}
        onPointerLeave={() => endTrace('values')}
        onPointerOver={({ target }) => {
          if (!(target instanceof Element)) return;
          traceCell(target);
        }}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              {states.map((state, column) => (
                <Head
                  key={`${state.step} ${state.label}`}
                  state={state}
                  current={states !== NO_STEPS && column === index}
                  none={states === NO_STEPS}
                  onShow={() => onStep(column)}
                  onCopy={(as) => void copyColumn(rows, states.length, column, state.label, as)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row
                key={`${row[0]} ${row[1]}`}
                row={row}
                columns={states.length}
                current={index}
                showPlace={places.size > 1}
                known={settings.known}
              />
            ))}
          </tbody>
        </table>
        {shown.length < wanted.length ? (
          <Button
            size="xs"
            className="templates-more-rows"
            onClick={() => {
              // The button goes: the keyboard goes on in the table.
              table.current?.focus({ preventScroll: true });
              setWhole(true);
            }}
          >
            {`${count(wanted.length - shown.length)} more keys. Show all`}
          </Button>
        ) : null}
        {reading === 'first' ? (
          <p className="templates-reading templates-reading-first" role="status">
            Loading values…
          </p>
        ) : rows.length === 0 ? (
          <EmptyState title="No values to show">Add a query to the URL or a body to the postback.</EmptyState>
        ) : wanted.length === 0 ? (
          <EmptyState title="No differences">The values are the same in every state.</EmptyState>
        ) : null}
      </section>
      <div className="pane-foot">
        <span className="templates-swatch" />
        <span className="ellipsis">differs from previous state</span>
        <span className="spacer" />
        {samples.length > MOST_STATES ? (
          <span>{`the first ${MOST_STATES} of ${samples.length} states`}</span>
        ) : null}
        {reading === 'reading' ? <span className="templates-reading nowrap">loading…</span> : null}
        <Checkbox
          size="xs"
          label="Only differences"
          checked={onlyDifferent}
          onChange={(event) => setOnlyDifferent(event.currentTarget.checked)}
        />
        <IconButton
          label="Previous difference"
          keys="Shift+F7"
          icon={<IconChevronUp size={14} />}
          disabled={different.length === 0}
          onClick={() => go(-1)}
        />
        <IconButton
          label="Next difference"
          keys="F7"
          icon={<IconChevronDown size={14} />}
          disabled={different.length === 0}
          onClick={() => go(1)}
        />
      </div>
    </>
  );
});

/** Shows the placeholders of a cell in the editor and the other previews. */
function traceCell(cell: Element): void {
  const ids = cell.closest('tr')?.getAttribute('data-ids');
  if (ids === null || ids === undefined) endTrace('values');
  else showTrace(ids.split('\n'), 'values', null);
}

/** Goes to the next cell that differs, row by row, from the one gone to last; round at the end. Tells its state. */
function goToDifference(table: HTMLElement | null, by: 1 | -1): number | undefined {
  const cells = [...(table?.querySelectorAll<HTMLElement>('td[data-changed]') ?? [])];
  if (table === null || cells.length === 0) return undefined;
  const at = cells.findIndex((cell) => cell.dataset.at !== undefined);
  const next =
    cells[at === -1 ? (by === 1 ? 0 : cells.length - 1) : (at + by + cells.length) % cells.length]!;
  for (const cell of cells) delete cell.dataset.at;
  next.dataset.at = 'here';
  table.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  traceCell(next);
  return next instanceof HTMLTableCellElement ? next.cellIndex - 1 : undefined;
}

async function copyColumn(
  packed: readonly PackedRow[],
  columns: number,
  column: number,
  label: string,
  as: 'text' | 'json',
) {
  const rows = packed.map((row) => unpacked(row, columns));
  const text = as === 'json' ? columnAsJson(rows, column) : columnAsText(rows, column);
  if (await copyText(text)) notify.say(`Copied ${label} as ${as === 'json' ? 'JSON' : 'text'}.`);
  else notify.say('It could not be copied: the page may not use the clipboard.');
}

interface HeadProps {
  state: (typeof NO_STEPS)[number];
  current: boolean;
  none: boolean;
  onShow: () => void;
  onCopy: (as: 'text' | 'json') => void;
}

function Head({ state: { step, label, detail, madeUp }, current, none, onShow, onCopy }: HeadProps) {
  return (
    <th scope="col" aria-current={current}>
      <span className="templates-state">
        {none ? (
          label
        ) : (
          <button
            type="button"
            className="templates-state-name"
            title={madeUp === true ? detail : `Step ${step + 1}: ${detail}`}
            onClick={onShow}
          >
            {label}
          </button>
        )}
        {madeUp === true ? (
          <span
            className="templates-made-up"
            title="Not part of the sample: derived from it by the rules of the world"
          >
            made up
          </span>
        ) : null}
        <span className="spacer" />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="xs" aria-label={`Copy ${label}`} className="templates-state-menu">
              <IconDots size={14} stroke={1.5} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onCopy('text')}>Copy as text</Menu.Item>
            <Menu.Item onClick={() => onCopy('json')}>Copy as JSON</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
    </th>
  );
}

interface RowProps {
  row: PackedRow;
  columns: number;
  current: number;
  showPlace: boolean;
  known: (name: string) => boolean;
}

const sameRow = (one: PackedRow, other: PackedRow) =>
  one.length === other.length && one.every((item, at) => item === other[at]);

/** A row is made anew only when it has changed: a table is large, and one types while it stands. */
const Row = memo(
  ({ row, columns, current, showPlace, known }: RowProps) => {
    const { place, key, cells } = unpacked(row, columns);
    const ids = row[2] === '' ? NO_IDS : row[2].split('\n');
    const traced = useTrace((state) => ids.some((id) => state.ids.has(id)));
    return (
      <tr data-traced={traced || undefined} data-ids={ids.length === 0 ? undefined : row[2]}>
        <th scope="row" className="mono dimmed" title={`${inCell(key)} in the ${place}`}>
          {inCell(key)}
          {showPlace && place !== 'query' ? <span className="templates-place">{place}</span> : null}
        </th>
        {cells.map(({ value, changed }, column) => (
          <Cell
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is named by its column
            key={column}
            value={value}
            changed={changed}
            first={column === 0}
            placeholder={value === null ? undefined : unresolved(value, known)}
            leadsBack={ids.length > 0}
            traced={traced && column === current}
          />
        ))}
      </tr>
    );
  },
  (one, other) =>
    one.current === other.current &&
    one.showPlace === other.showPlace &&
    one.known === other.known &&
    one.columns === other.columns &&
    sameRow(one.row, other.row),
);

/** A value that is still a placeholder: of an unknown name, or a secret, which has its value only when it is sent. */
type Unresolved = 'unknown' | 'secret';

function unresolved(value: string, known: (name: string) => boolean): Unresolved | undefined {
  const name = placeholderOf(value);
  if (name === undefined) return undefined;
  if (secretOf(name) !== undefined) return 'secret';
  return known(name) ? undefined : 'unknown';
}

interface CellProps extends ValuesCell {
  first: boolean;
  placeholder: Unresolved | undefined;
  /** A placeholder makes it. */
  leadsBack: boolean;
  traced: boolean;
}

/** What moves only the places of its placeholders leaves a cell as it is: one types above a table of hundreds. */
const Cell = memo(({ value, changed, first, placeholder, leadsBack, traced }: CellProps) => {
  const tone = changed ? 'templates-changed' : first ? '' : 'faint';
  return (
    <td className={`mono ${tone}`} data-changed={changed || undefined}>
      <span data-trace={leadsBack || undefined} data-traced={traced || undefined}>
        {value === null ? (
          <span className="faint" title="This key is not in the request">
            –
          </span>
        ) : placeholder !== undefined ? (
          <span className={`placeholder ${placeholder === 'unknown' ? 'placeholder-unknown' : ''}`}>
            {value}
          </span>
        ) : (
          <WireText text={inCell(value)} />
        )}
      </span>
    </td>
  );
});

import { SegmentedControl, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { CATEGORY_NAMES } from '../../../shared/checks/category-names.ts';
import { IconChevronDown, IconChevronRight, IconSearch } from '../../components/icons.ts';
import { VirtualList, type VirtualListHandle } from '../../components/VirtualList.tsx';
import { type CheckItem, type CheckRow, checkRows, rowKey } from './check-rows.ts';
import { useChecksView } from './checks-view.ts';
import { VERDICT_TONE, VerdictMark } from './VerdictMark.tsx';

interface CheckListProps {
  items: readonly CheckItem[];
  /** A run is under way: then all checks are listed unless the user wants the problems only. */
  running: boolean;
  /** Enter on a row goes into its detail. */
  onOpen: () => void;
  handle: Ref<VirtualListHandle>;
  field: Ref<HTMLInputElement>;
}

/** The checks of a run by category, with a filter. */
export function CheckList({ items, running, onOpen, handle, field }: CheckListProps) {
  const { selected, query, folds, problems: wanted } = useChecksView();
  const trouble = items.filter(
    ({ standing }) => standing === 'fail' || standing === 'warn' || standing === 'skip',
  ).length;
  const problems = wanted ?? (!running && trouble > 0);
  const rows = checkRows(items, { problems, query, folds });
  const index = rows.findIndex((row) => rowKey(row) === selected);
  const fold = (row: CheckRow | undefined) => {
    if (row?.type !== 'category') return;
    useChecksView.setState({ folds: { ...folds, [row.category]: !row.open } });
  };
  return (
    <>
      <div className="checks-filter">
        <TextInput
          ref={field}
          size="xs"
          type="search"
          className="grow"
          aria-label="Search checks"
          placeholder="Search checks"
          leftSection={<IconSearch size={14} stroke={1.5} />}
          value={query}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || query === '') return;
            event.preventDefault();
            useChecksView.setState({ query: '' });
          }}
          onChange={(event) => useChecksView.setState({ query: event.currentTarget.value })}
        />
        <SegmentedControl
          aria-label="Checks shown"
          value={problems ? 'problems' : 'all'}
          onChange={(value) => useChecksView.setState({ problems: value === 'problems', folds: {} })}
          data={[
            { value: 'problems', label: `Problems ${trouble}` },
            { value: 'all', label: `All ${items.length}` },
          ]}
        />
      </div>
      <VirtualList
        label="Checks"
        count={rows.length}
        keyOf={(at) => rowKey(rows[at]!)}
        selected={index}
        onSelect={(at) => useChecksView.setState({ selected: rowKey(rows[at]!) })}
        onOpen={(at) => {
          const row = rows[at];
          if (row?.type === 'category') fold(row);
          else onOpen();
        }}
        rowClass="checks-row"
        handle={handle}
        renderHead={() => null}
        renderRow={(at) => {
          const row = rows[at]!;
          return row.type === 'category' ? (
            <CategoryCells row={row} onFold={() => fold(row)} />
          ) : (
            <CheckCells item={row} />
          );
        }}
        empty={
          <div className="dimmed text-12 checks-none">
            {query === '' ? 'No checks have been played.' : 'No check matches.'}
          </div>
        }
      />
    </>
  );
}

function CategoryCells({
  row,
  onFold,
}: {
  row: Extract<CheckRow, { type: 'category' }>;
  onFold: () => void;
}) {
  const { category, open, counts, waiting, total } = row;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <>
      <span role="gridcell" className="checks-mark-cell">
        <button
          type="button"
          className="checks-fold"
          tabIndex={-1}
          aria-expanded={open}
          aria-label={`${open ? 'Hide' : 'Show'} ${CATEGORY_NAMES[category]}`}
          onClick={onFold}
        >
          <Chevron size={14} stroke={1.75} />
        </button>
      </span>
      <span role="gridcell" className="strong checks-category">
        {CATEGORY_NAMES[category]}
      </span>
      <span role="gridcell" className="align-right">
        {counts.fail > 0 ? (
          <>
            <span className="text-bad">{counts.fail} failed</span>
            <span className="faint"> of {total}</span>
          </>
        ) : counts.warn > 0 ? (
          <>
            <span className="text-warn">
              {counts.warn} {counts.warn === 1 ? 'warning' : 'warnings'}
            </span>
            <span className="faint"> of {total}</span>
          </>
        ) : waiting > 0 ? (
          <span className="dimmed">{waiting} waiting</span>
        ) : counts.pass > 0 ? (
          <span className="dimmed">
            {counts.pass} passed{counts.skip > 0 ? `, ${counts.skip} skipped` : ''}
          </span>
        ) : (
          <span className="dimmed">{counts.skip} skipped</span>
        )}
      </span>
    </>
  );
}

function CheckCells({ item: { standing, title, saw, add } }: { item: CheckItem }) {
  const quiet = standing === 'skip' || standing === 'waiting';
  const tone =
    standing === 'fail' || standing === 'warn' ? VERDICT_TONE[standing] : quiet ? 'faint' : 'dimmed';
  return (
    <>
      <span role="gridcell" className="checks-mark-cell">
        <VerdictMark standing={standing} />
      </span>
      <span
        role="gridcell"
        title={title}
        className={standing === 'fail' ? 'medium' : quiet ? 'dimmed' : undefined}
      >
        {title}
      </span>
      <span role="gridcell" className={`align-right checks-saw ${tone}`} title={saw}>
        {add !== null ? (
          <>
            add <span className="mono">{`{${add}}`}</span>
          </>
        ) : standing === 'playing' ? (
          'running'
        ) : (
          saw
        )}
      </span>
    </>
  );
}

import { SegmentedControl, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunView } from '../../../../shared/contract/activity.ts';
import { IconList, IconTimeline } from '../../../components/icons.ts';
import { useActivity } from '../../../state/activity.ts';
import { selectedAbout, useUi } from '../../../state/ui.ts';
import { chooseView, type DeliveriesView, type DeliveryFilter, useSimulator } from '../simulator-view.ts';

/** Runs that can be chosen; older ones are found through their scenario. */
const MOST_RUNS = 100;

interface FilterControlProps {
  runId: number | undefined;
  onChange: (next: DeliveryFilter, run: RunView | undefined) => void;
}

/** Whose deliveries are watched: everybody's, those of one run, or those about what is selected by hand. */
export function FilterControl({ runId, onChange }: FilterControlProps) {
  const filter = useSimulator((state) => state.filter);
  const about = useUi(useShallow(selectedAbout));
  const runs = useActivity((state) => state.runs);
  const ids = useActivity((state) => state.runIds);
  const newest = ids.slice(-MOST_RUNS).toReversed();
  const data = [
    { value: 'all', label: 'All runs' },
    ...(about === null ? [] : [{ value: 'action', label: `This ${about.subject}` }]),
    ...newest.map((id) => ({ value: String(id), label: `Run ${id}`, name: runs.get(id)!.name })),
  ];
  return (
    <Select
      size="xs"
      className="simulator-which"
      aria-label="Which deliveries"
      placeholder="No run"
      allowDeselect={false}
      comboboxProps={{ shadow: 'sm', width: 240, position: 'bottom-end' }}
      data={data}
      renderOption={({ option }) => (
        <span className="hstack">
          <span className="nowrap">{option.label}</span>
          <span className="dimmed text-12 ellipsis">{'name' in option ? String(option.name) : ''}</span>
        </span>
      )}
      value={filter === 'run' ? (runId === undefined ? null : String(runId)) : filter}
      onChange={(value) => {
        if (value === 'all' || value === 'action') onChange(value, undefined);
        else if (value !== null) onChange('run', runs.get(Number(value)));
      }}
    />
  );
}

/** As a list or as a timeline. */
export function ViewControl({ view }: { view: DeliveriesView }) {
  return (
    <SegmentedControl
      className="simulator-view-switch"
      aria-label="How deliveries are shown"
      value={view}
      onChange={(next) => chooseView(next as DeliveriesView)}
      data={[
        { value: 'list', label: <ViewIcon label="List" icon={<IconList size={14} stroke={1.75} />} /> },
        {
          value: 'timeline',
          label: <ViewIcon label="Timeline" icon={<IconTimeline size={14} stroke={1.75} />} />,
        },
      ]}
    />
  );
}

function ViewIcon({ label, icon }: { label: string; icon: ReactNode }) {
  return (
    <span className="simulator-view-icon" title={label}>
      {icon}
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

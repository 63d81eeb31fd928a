import { SegmentedControl, Select } from '@mantine/core';
import { IconList, IconTimeline } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { chooseView, type DeliveriesView, type DeliveryFilter } from './store.ts';

const FILTERS: { value: DeliveryFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'run', label: 'This run' },
  { value: 'action', label: 'This action' },
];

interface FilterControlProps {
  filter: DeliveryFilter;
  narrow: boolean;
  onChange: (next: DeliveryFilter) => void;
}

/** Which deliveries are listed. */
export function FilterControl({ filter, narrow, onChange }: FilterControlProps) {
  if (narrow) {
    return (
      <Select
        size="xs"
        className="sm-which"
        aria-label="Which deliveries"
        allowDeselect={false}
        comboboxProps={{ shadow: 'sm', width: 140, position: 'bottom-end' }}
        data={FILTERS}
        value={filter}
        onChange={(next) => next !== null && onChange(next)}
      />
    );
  }
  return (
    <SegmentedControl
      aria-label="Which deliveries"
      value={filter}
      onChange={(next) => onChange(next as DeliveryFilter)}
      data={FILTERS}
    />
  );
}

/** As a list or as a timeline. */
export function ViewControl({ view }: { view: DeliveriesView }) {
  return (
    <SegmentedControl
      className="sm-view"
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
    <span className="sm-view-icon" title={label}>
      {icon}
      <span className="unseen">{label}</span>
    </span>
  );
}

import { SegmentedControl, Select } from '@mantine/core';
import { IconList, IconTimeline } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUi } from '../../state/ui.ts';
import { chooseView, type DeliveriesView, type DeliveryFilter } from './simulator-view.ts';

/** What can be listed; the last one follows what is chosen below. */
function useFilters(): { value: DeliveryFilter; label: string }[] {
  const inquiry = useUi(({ world }) => world === 'inquiries');
  return [
    { value: 'all', label: 'All' },
    { value: 'run', label: 'This run' },
    { value: 'action', label: inquiry ? 'This inquiry' : 'This action' },
  ];
}

interface FilterControlProps {
  filter: DeliveryFilter;
  onChange: (next: DeliveryFilter) => void;
}

/** Which deliveries are listed; as a list of choices where the pane is narrow. */
export function FilterControl({ filter, onChange }: FilterControlProps) {
  const filters = useFilters();
  return (
    <>
      <SegmentedControl
        className="simulator-which-all"
        aria-label="Which deliveries"
        value={filter}
        onChange={(next) => onChange(next as DeliveryFilter)}
        data={filters}
      />
      <Select
        size="xs"
        className="simulator-which"
        aria-label="Which deliveries"
        allowDeselect={false}
        comboboxProps={{ shadow: 'sm', width: 140, position: 'bottom-end' }}
        data={filters}
        value={filter}
        onChange={(next) => next !== null && onChange(next)}
      />
    </>
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

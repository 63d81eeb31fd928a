import { Button, Popover, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import type { ActionStatus } from '../../../../shared/domain/action.ts';
import { IconFilter } from '../../../components/icons.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { STATUS_WORDS } from './ActionStatusChip.tsx';
import { filtersOn, NO_FILTER } from './action-rows.ts';
import { filterActions, useActionsList } from './actions-view.ts';

const EVERY = 'every';

/** Narrows the list by program, status and where actions come from. */
export function FilterButton() {
  const [opened, setOpened] = useState(false);
  const filter = useActionsList((state) => state.filter);
  const programs = useWorkspace(({ view }) => view?.settings.world.programs);
  const on = filtersOn(filter);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} shadow="sm" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          px={8}
          aria-label={on === 0 ? 'Filter by program, status and source' : `Filter: ${on} on`}
          aria-haspopup="dialog"
          aria-expanded={opened}
          className={on > 0 ? 'hand-filter hand-filter-on' : 'hand-filter'}
          title="Filter by program, status and source"
          onClick={() => setOpened((is) => !is)}
        >
          <IconFilter size={14} stroke={1.5} />
          {on > 0 ? <span>{on}</span> : null}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="form world-filter-form">
        <Select
          label="Program"
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: EVERY, label: 'All programs' },
            ...(programs ?? []).map(({ id, name }) => ({ value: id, label: name.trim() })),
          ]}
          value={filter.program ?? EVERY}
          onChange={(value) => filterActions({ program: value === EVERY ? null : value })}
        />
        <Select
          label="Status"
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: EVERY, label: 'All statuses' },
            ...Object.entries(STATUS_WORDS).map(([value, { word }]) => ({ value, label: word })),
          ]}
          value={filter.status ?? EVERY}
          onChange={(value) => filterActions({ status: value === EVERY ? null : (value as ActionStatus) })}
        />
        <div>
          <div className="mantine-InputWrapper-label">Tracked</div>
          <SegmentedControl
            fullWidth
            aria-label="Tracked"
            value={filter.source}
            onChange={(value) => filterActions({ source: value as typeof filter.source })}
            data={[
              { value: 'all', label: 'All' },
              { value: 'run', label: 'By a run' },
              { value: 'hand', label: 'Manually' },
            ]}
          />
        </div>
        <div className="form-buttons">
          <Button
            size="xs"
            disabled={on === 0}
            onClick={() => filterActions({ ...NO_FILTER, query: filter.query })}
          >
            Reset
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

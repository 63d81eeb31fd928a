import { ActionIcon, Menu } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { maintain } from '../../state/delivery-commands.ts';
import { MAINTENANCE, useMaintenance } from './useMaintenance.ts';

const NOW = { none: 'No maintenance', announced: 'Announced', on: 'In maintenance' };

/** Announces, starts and ends maintenance on the clock that is shown. */
export function MaintenanceMenu() {
  const { state } = useMaintenance();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          size="xs"
          aria-label="Platform maintenance"
          title="Platform maintenance"
          data-active={state === 'on' || undefined}
        >
          <IconTool size={15} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{NOW[state]}</Menu.Label>
        {MAINTENANCE.map(({ what, title, when }) => (
          <Menu.Item key={what} disabled={!when.includes(state)} onClick={() => maintain(what)}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

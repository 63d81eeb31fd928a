import { ActionIcon, Menu } from '@mantine/core';
import { IconDeviceFloppy, IconDots, IconRoute, IconStairs } from '../../components/icons.ts';
import { useActivity } from '../../state/activity.ts';
import { chooseAside, useSimulator } from './simulator-view.ts';

/** What stands in the side pane, and saving what was done by hand. */
export function AsideMenu() {
  const aside = useSimulator((state) => state.aside);
  const done = useActivity(({ recorded }) => recorded);
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon size="xs" aria-label="Steps and guide" title="Steps and guide">
          <IconDots size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {aside === 'guide' ? (
          <Menu.Item leftSection={<IconStairs size={15} stroke={1.5} />} onClick={() => chooseAside('steps')}>
            Steps of the scenario
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconRoute size={15} stroke={1.5} />} onClick={() => chooseAside('guide')}>
            Guided test conversion
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconDeviceFloppy size={15} stroke={1.5} />}
          disabled={!done}
          onClick={() => useSimulator.setState({ dialog: 'save-scenario' })}
        >
          Save as scenario…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, Menu } from '@mantine/core';
import { IconDeviceFloppy, IconDots, IconList, IconRoute, IconTrash } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { isEmpty, useActivity } from '../../../state/activity.ts';
import { clearActivity } from '../clear-activity.ts';
import { MaintenanceMenu } from '../MaintenanceMenu.tsx';
import { chooseGuide, useSimulator } from '../simulator-view.ts';
import { ToSelect } from '../ToField.tsx';

/** Where steps by hand go, and what else can be done with all that was done by hand. */
export function HandTools({ narrow }: { narrow: boolean }) {
  return (
    <>
      <span className="spacer" />
      {narrow ? null : <span className="text-12 dimmed">To</span>}
      <ToSelect />
      <MaintenanceMenu />
      <HandMenu />
    </>
  );
}

function HandMenu() {
  const guide = useSimulator((state) => state.guide);
  const recorded = useActivity((state) => state.recorded);
  const empty = useActivity(isEmpty);
  const running = useActivity(({ runs }) => [...runs.values()].some(({ state }) => state === 'running'));
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon size="xs" aria-label="More of the simulator" title="More">
          <IconDots size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {guide ? (
          <Menu.Item leftSection={<IconList size={15} stroke={1.5} />} onClick={() => chooseGuide(false)}>
            Show the list
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconRoute size={15} stroke={1.5} />}
            rightSection={<KeyCaps keys="G" />}
            onClick={() => chooseGuide(true)}
          >
            Guided test conversion
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDeviceFloppy size={15} stroke={1.5} />}
          disabled={!recorded}
          onClick={() => useSimulator.setState({ dialog: 'save-scenario' })}
        >
          Save as scenario…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={15} stroke={1.5} />}
          disabled={empty || running}
          onClick={() => void clearActivity()}
        >
          Clear simulator…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconChevronDown, IconPlayerSkipForward } from '@tabler/icons-react';
import { useState } from 'react';
import { step } from './clock-commands.ts';
import { StepItems } from './StepItems.tsx';

/** Moves a stepped clock to the next due moment; a menu beside it by a duration. */
export function StepButton({ narrow }: { narrow: boolean }) {
  const [opened, setOpened] = useState(false);
  const next = (
    <Tooltip label="Step to the next due moment (.)">
      <ActionIcon variant="default" aria-label="Step to the next due moment" onClick={() => step()}>
        <IconPlayerSkipForward size={15} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  );
  // There the durations stand in the menu of the modes.
  if (narrow) return next;
  return (
    <div className="clock-step">
      {next}
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon variant="default" aria-label="Step by a duration" className="clock-step-more">
            <IconChevronDown size={14} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <StepItems onDone={() => setOpened(false)} />
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

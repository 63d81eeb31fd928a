import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconChevronDown, IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { CLOCK_MODES, type ClockMode, type ClockView } from '../../../shared/contract/clock.ts';
import { factorOf, setFactor, setMode } from './clock-commands.ts';
import { MODE_WORDS, modeText } from './clock-words.ts';
import { SpeedItems } from './SpeedItems.tsx';
import { StepItems } from './StepItems.tsx';

function choose(mode: ClockMode, view: ClockView): void {
  if (mode === 'scaled') setFactor(factorOf(view));
  else setMode(mode);
}

/** Real, ×N, Step or Fast-forward; ×N has its speeds in a menu of its own. */
export function ModeSegments({ view }: { view: ClockView }) {
  const [opened, setOpened] = useState(false);
  const scaled = (
    <span className="clock-scaled">
      ×{factorOf(view)}
      <Menu opened={opened} onChange={setOpened} position="bottom-start" width={200}>
        <Menu.Target>
          <button type="button" className="clock-speed" aria-label="Choose the speed">
            <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <SpeedItems current={view.mode === 'scaled' ? view.factor : null} onDone={() => setOpened(false)} />
        </Menu.Dropdown>
      </Menu>
    </span>
  );
  return (
    <SegmentedControl
      className="clock-modes"
      aria-label="Clock"
      value={view.mode}
      onChange={(mode) => choose(mode as ClockMode, view)}
      data={CLOCK_MODES.map((mode) => ({
        value: mode,
        label: mode === 'scaled' ? scaled : MODE_WORDS[mode],
      }))}
    />
  );
}

/** The same in a narrow window: one button with a menu. */
export function ModeMenu({ view }: { view: ClockView }) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={250}>
      <Menu.Target>
        <Button
          px={8}
          aria-label={`Clock: ${modeText(view)}`}
          leftSection={<IconClock size={14} stroke={1.5} />}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
        >
          {modeText(view)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={view.mode} onChange={(mode) => choose(mode as ClockMode, view)}>
          {CLOCK_MODES.map((mode) => (
            <Menu.RadioItem key={mode} value={mode}>
              {mode === 'scaled' ? `Scaled, ×${factorOf(view)}` : MODE_WORDS[mode]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {view.mode === 'stepped' ? (
          <>
            <StepItems onDone={() => setOpened(false)} />
            <Menu.Divider />
          </>
        ) : null}
        <SpeedItems current={view.mode === 'scaled' ? view.factor : null} onDone={() => setOpened(false)} />
      </Menu.Dropdown>
    </Menu>
  );
}

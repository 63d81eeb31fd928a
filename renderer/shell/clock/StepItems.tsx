import { Menu } from '@mantine/core';
import { IconPlayerSkipForward, IconPlayerTrackNext } from '@tabler/icons-react';
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { STEPS_BY, step } from './clock-commands.ts';
import { TypedField } from './TypedField.tsx';

/** Ways to move a stepped clock on. */
export function StepItems({ onDone }: { onDone: () => void }) {
  const by = (ms: number) => {
    step(ms);
    onDone();
  };
  return (
    <>
      <Menu.Label>Advance the clock</Menu.Label>
      <Menu.Item
        leftSection={<IconPlayerSkipForward size={15} stroke={1.5} />}
        rightSection={<KeyCaps keys="." />}
        onClick={() => step()}
      >
        To the next due moment
      </Menu.Item>
      {STEPS_BY.map((ms) => (
        <Menu.Item
          key={ms}
          leftSection={<IconPlayerTrackNext size={15} stroke={1.5} />}
          onClick={() => step(ms)}
        >
          By {formatDuration(ms)}
        </Menu.Item>
      ))}
      <TypedField
        label="Step by a custom duration"
        placeholder="Other, such as 90 min"
        parse={(text) => parseDuration(text) || undefined}
        wrong="Such as 90 s, 15 min or 2 h"
        onValue={by}
      />
    </>
  );
}

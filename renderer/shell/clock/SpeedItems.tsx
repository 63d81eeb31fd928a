import { Menu } from '@mantine/core';
import { parseFactor } from '../../../shared/timeline/virtual-time.ts';
import { FACTORS, setFactor } from './clock-commands.ts';
import { TypedField } from './TypedField.tsx';

interface SpeedItemsProps {
  /** The speed in force, or null while another mode is. */
  current: number | null;
  onDone: () => void;
}

/** Speeds to choose from, and a field for any other. */
export function SpeedItems({ current, onDone }: SpeedItemsProps) {
  const choose = (factor: number) => {
    setFactor(factor);
    onDone();
  };
  return (
    <>
      <Menu.Label>Speed of scaled time</Menu.Label>
      <Menu.RadioGroup value={String(current ?? '')} onChange={(value) => choose(Number(value))}>
        {FACTORS.map((factor) => (
          <Menu.RadioItem key={factor} value={String(factor)}>
            ×{factor}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <TypedField
        label="Custom speed"
        placeholder="Other, such as ×25"
        parse={parseFactor}
        wrong="2 to 1000, such as ×25"
        onValue={choose}
      />
    </>
  );
}

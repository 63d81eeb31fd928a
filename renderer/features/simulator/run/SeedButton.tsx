import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunView } from '../../../../shared/contract/activity.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { IconChevronDown } from '../../../components/icons.ts';
import { seedOf, useRunOptions } from '../../../state/run-options.ts';

/** The seed that the run used, and the one for the next run. */
export function SeedButton({ run }: { run: RunView | undefined }) {
  const [opened, setOpened] = useState(false);
  const seed = useRunOptions((state) => state.seed);
  const wrong = seedOf(seed) === null;
  const shown = run === undefined ? (seed.trim() === '' ? 'random' : seed.trim()) : String(run.seed);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={260} shadow="sm" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={wrong ? 'run-seed text-bad' : 'run-seed'}
          aria-haspopup="dialog"
          aria-expanded={opened}
          rightSection={<IconChevronDown size={13} stroke={1.75} />}
          onClick={() => setOpened((is) => !is)}
        >
          Seed <span className="mono run-seed-value">{shown}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="form run-seed-form" aria-label="Seed">
        {run === undefined ? null : (
          <div className="hstack">
            <span className="text-12 dimmed">Of this run</span>
            <span className="mono">{run.seed}</span>
            <CopyButton text={String(run.seed)} label="Copy seed" />
          </div>
        )}
        <TextInput
          id="simulator-seed"
          label="Of the next run"
          placeholder="random"
          inputMode="numeric"
          classNames={{ input: 'mono' }}
          value={seed}
          error={wrong ? 'Enter a whole number up to 4294967295, or leave empty.' : undefined}
          onChange={(event) => useRunOptions.setState({ seed: event.currentTarget.value })}
        />
        <p className="faint text-12">The same seed gives the same ids, amounts, and disorder.</p>
      </Popover.Dropdown>
    </Popover>
  );
}

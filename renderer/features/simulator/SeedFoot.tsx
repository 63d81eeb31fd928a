import { TextInput } from '@mantine/core';
import type { RunView } from '../../../shared/contract/activity.ts';
import { CopyButton } from '../../components/CopyButton.tsx';

import { seedOf, useRunOptions } from '../../state/run-options.ts';

/** The seed that was used, and the one for the next run. */
export function SeedFoot({ run }: { run: RunView | undefined }) {
  const seed = useRunOptions((state) => state.seed);
  const wrong = seedOf(seed) === null;
  return (
    <div className="simulator-seed">
      <div className="hstack">
        <span className="text-12 dimmed simulator-seed-label">Seed</span>
        {run === undefined ? (
          <span className="text-12 faint">shown after a run</span>
        ) : (
          <>
            <span className="mono">{run.seed}</span>
            <CopyButton text={String(run.seed)} label="Copy seed" />
          </>
        )}
      </div>
      <div className="hstack">
        <label className="text-12 dimmed simulator-seed-label" htmlFor="simulator-seed">
          Next run
        </label>
        <TextInput
          id="simulator-seed"
          size="xs"
          placeholder="random"
          inputMode="numeric"
          classNames={{ input: 'mono' }}
          value={seed}
          error={wrong}
          title={wrong ? 'A whole number from 0 to 4294967295, or empty for a random seed' : undefined}
          onChange={(event) => useRunOptions.setState({ seed: event.currentTarget.value })}
        />
      </div>
      {wrong ? (
        <p className="text-bad text-12" role="alert">
          Enter a whole number up to 4294967295, or leave empty.
        </p>
      ) : null}
    </div>
  );
}

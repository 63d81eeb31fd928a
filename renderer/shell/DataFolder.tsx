import { Popover, Switch } from '@mantine/core';
import type { EngineView } from '../../shared/contract/engine.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { client } from '../state/connection.ts';
import { useEngine } from '../state/engine.ts';
import { attempt, notify } from '../state/notify.ts';

/** Sets whether a power cut loses anything, and says so. */
export async function survivePowerCut(on: boolean): Promise<void> {
  await attempt(async () => {
    await client.engine.setSynchronous({ synchronous: on ? 'full' : 'normal' });
    notify.say(
      on
        ? 'From now on, stored data also survives a power failure.'
        : 'Stored data survives a crash of Postbench, but not a power failure.',
    );
  });
}

/** That the engine runs, in the status line; opens where its data is and what they survive. */
export function DataFolderButton() {
  const view = useEngine((state) => state.view);
  if (view === null) return 'Engine running';
  return (
    <Popover width={380} position="top-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="shell-status-button"
          aria-haspopup="dialog"
          aria-label="Engine running: data folder"
          title="Data folder"
        >
          Engine running
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <DataFolder view={view} />
      </Popover.Dropdown>
    </Popover>
  );
}

function DataFolder({ view: { dataFolder, synchronous } }: { view: EngineView }) {
  return (
    <div className="shell-data-folder">
      <div>
        <div className="dimmed text-12">Data folder</div>
        <div className="hstack">
          <span className="mono shell-path grow">{dataFolder}</span>
          <CopyButton text={dataFolder} label="Copy data folder path" />
        </div>
      </div>
      <Switch
        label="Survive power failures"
        description="Each write waits until the disk has it, which makes sending and capturing slower. Without it the last moments before a power cut may be lost; the end of Postbench, however sudden, loses nothing."
        checked={synchronous === 'full'}
        onChange={(event) => void survivePowerCut(event.currentTarget.checked)}
      />
    </div>
  );
}

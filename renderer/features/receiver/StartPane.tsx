import { Button } from '@mantine/core';
import { IconChevronRight, IconFolder, IconFolderPlus, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { counted } from '../../lib/format.ts';
import { runCommand } from '../../state/commands.ts';
import { useReceiverAddress } from '../../state/engine.ts';
import { type FirstScenario, useFirstScenario } from '../../state/first-scenario.ts';
import { SampleSteps } from './SampleSteps.tsx';

/** How to get to postbacks of one's own. */
const WAYS = [
  {
    command: 'workspace.new',
    Icon: IconFolderPlus,
    title: 'Create a workspace',
    detail: 'plain YAML, kept in git',
  },
  {
    command: 'workspace.open',
    Icon: IconFolder,
    title: 'Open a workspace',
    detail: 'from a colleague or a repository',
  },
];

/** What stands beside an empty list: what this is, and the two ways to the first capture. */
export function StartPane() {
  const sample = useFirstScenario();
  const address = useReceiverAddress();
  const command = `curl '${address}/pb?id=test'`;
  return (
    <div className="receiver-start">
      <div className="receiver-start-column">
        <h1>See what a receiver really gets</h1>
        <p className="dimmed">
          Postbench plays the platform: it sends postbacks to a receiver on this machine and shows you every
          byte. {sample === null ? '' : describe(sample)}
        </p>
        {sample === null ? null : (
          <>
            <SampleSteps scenario={sample.scenario} />
            <RunSample sample={sample} />
          </>
        )}
        <div className="receiver-start-more">
          {address === '' ? null : (
            <>
              <div className="dimmed text-12 medium receiver-start-more-head">Or send a request yourself</div>
              <div className="receiver-command">
                <code className="mono grow">{command}</code>
                <CopyButton text={command} label="Copy command" />
              </div>
            </>
          )}
          <div className="dimmed text-12 medium receiver-start-more-head">
            When you have your own postbacks
          </div>
          {WAYS.map(({ command: id, Icon, title, detail }) => (
            <button key={id} type="button" className="receiver-start-link" onClick={() => runCommand(id)}>
              <Icon size={16} stroke={1.5} aria-hidden="true" />
              <span className="medium">{title}</span>
              <span className="dimmed ellipsis">{detail}</span>
              <span className="spacer" />
              <IconChevronRight size={14} stroke={1.5} aria-hidden="true" />
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

function describe({ scenario }: FirstScenario): string {
  return `The scenario “${scenario.name}” has ${counted(scenario.steps.length, 'step')}.`;
}

function RunSample({ sample }: { sample: FirstScenario }) {
  const [running, setRunning] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // So that Enter, which the button names, does it, unless the focus is on something else.
  useEffect(() => {
    const focused = document.activeElement;
    const free = focused === null || focused === document.body || focused.matches(':disabled');
    if (free) button.current?.focus({ preventScroll: true });
  }, []);
  const run = async () => {
    setRunning(true);
    await sample.run();
    setRunning(false);
  };
  return (
    <div className="hstack receiver-start-run">
      <Button
        ref={button}
        variant="filled"
        size="lg"
        loading={running}
        leftSection={<IconPlayerPlay size={16} stroke={1.75} />}
        rightSection={<kbd className="keycap">Enter</kbd>}
        onClick={run}
      >
        Run the sample
      </Button>
      {sample.local ? <span className="dimmed text-12">Nothing leaves this machine.</span> : null}
    </div>
  );
}

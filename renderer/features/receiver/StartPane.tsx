import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import {
  IconChevronRight,
  IconFileImport,
  IconFolder,
  IconFolderPlus,
  IconPlayerPlay,
  IconSend,
  IconWorld,
} from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { type Command, runCommand, useCommands } from '../../state/commands.ts';
import { useReceiverAddress } from '../../state/engine.ts';
import { type FirstScenario, useFirstScenario } from '../../state/first-scenario.ts';
import { openImport } from '../../state/ui.ts';
import { ClearedNote } from './list/ClearedNote.tsx';

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
  {
    command: 'receiver.endpoints',
    Icon: IconWorld,
    title: 'Set up endpoints',
    detail: 'HTTPS, an allow-list, another port',
  },
];

interface Door {
  title: string;
  text: string;
  /** What it needs, how long it takes, what it leaves behind. */
  facts: readonly [string, string][];
  verb: string;
  key: string;
  Icon: Command['icon'];
  run: () => void;
}

const testReceiver = () => runCommand('checks.setup');

/** What stands beside an empty list: three doors into the product, and other ways to begin. */
export function StartPane() {
  const sample = useFirstScenario();
  const address = useReceiverAddress();
  const [running, setRunning] = useState(false);
  const runSample = async () => {
    if (sample === null || running) return;
    setRunning(true);
    await sample.run();
    setRunning(false);
  };
  const doors: Door[] = [
    {
      title: 'Test my receiver',
      text: 'Sends purchases, returns, and duplicates to your receiver, looks at its records after each, and shows what would cost money.',
      facts: [
        ['You need', 'its URL'],
        ['Takes', 'about 2 minutes'],
        ['Writes', 'test data to your receiver'],
      ],
      verb: 'Set up the test',
      key: 'Enter',
      Icon: IconSend,
      run: testReceiver,
    },
    ...(sample === null ? [] : [sampleDoor(sample, () => void runSample())]),
    {
      title: 'I have a postback URL already',
      text: 'Paste the URL or a cURL command. Postbench finds the placeholders, points out mistakes, and shows each request before it is sent.',
      facts: [
        ['You need', 'the URL'],
        ['Takes', '1 minute'],
        ['Sends', 'nothing until you run it'],
      ],
      verb: 'Paste a URL',
      key: '3',
      Icon: IconFileImport,
      run: () => openImport(),
    },
  ];
  useCommands(
    doors.slice(1).map(({ title, key, Icon, run }) => ({
      id: `start.${key}`,
      title,
      section: 'Start',
      keys: key,
      icon: Icon,
      run,
    })),
  );
  return (
    <div className="receiver-start">
      <div className="receiver-start-column">
        <h1>Does your receiver book what the platform reports?</h1>
        <p className="dimmed">
          Postbench plays the platform: it sends postbacks, records every byte, and compares the books. Start
          with one of these.
        </p>
        <ClearedNote />
        <div className="card receiver-doors">
          {doors.map((door, index) => (
            <DoorRow key={door.title} door={door} first={index === 0} busy={running && door.key === '2'} />
          ))}
        </div>
        <OtherWays address={address} />
      </div>
    </div>
  );
}

function sampleDoor({ scenario, local }: FirstScenario, run: () => void): Door {
  return {
    title: 'See what the platform sends',
    text: `Runs the sample “${scenario.name}”: ${counted(scenario.steps.length, 'step')}, and each postback shown byte by byte.`,
    facts: [
      ['You need', 'nothing'],
      ['Takes', 'seconds'],
      local ? ['Stays', 'on this machine'] : ['Sends', 'to your postbacks’ URLs'],
    ],
    verb: 'Run the sample',
    key: '2',
    Icon: IconPlayerPlay,
    run,
  };
}

function DoorRow({ door, first, busy }: { door: Door; first: boolean; busy: boolean }) {
  const { title, text, facts, verb, key, Icon, run } = door;
  const button = useRef<HTMLButtonElement>(null);
  // So that Enter, which the button names, does it, unless the focus is on something else.
  useEffect(() => {
    const focused = document.activeElement;
    const free = focused === null || focused === document.body || focused.matches(':disabled');
    if (first && free) button.current?.focus({ preventScroll: true });
  }, [first]);
  return (
    <section className="receiver-door" aria-label={title}>
      <div>
        <h2>{title}</h2>
        <p className="dimmed">{text}</p>
        <ul className="receiver-facts">
          {facts.map(([what, value]) => (
            <li key={what} className="faint">
              {what} <span className="medium dimmed">{value}</span>
            </li>
          ))}
        </ul>
      </div>
      <Button
        ref={button}
        size="lg"
        variant={first ? 'filled' : 'default'}
        loading={busy}
        leftSection={<Icon size={16} stroke={1.5} />}
        rightSection={<kbd className="keycap">{key}</kbd>}
        onClick={run}
      >
        {verb}
      </Button>
    </section>
  );
}

function OtherWays({ address }: { address: string }) {
  const command = `curl '${address}/pb?id=test'`;
  return (
    <div className="receiver-start-more">
      <div className="dimmed text-12 medium receiver-start-more-head">Other ways to start</div>
      {WAYS.map(({ command: id, Icon, title, detail }) => (
        <button key={id} type="button" className="receiver-start-link" onClick={() => runCommand(id)}>
          <Icon size={16} stroke={1.5} aria-hidden="true" />
          <span className="medium">{title}</span>
          <span className="dimmed ellipsis">{detail}</span>
          <span className="spacer" />
          <IconChevronRight size={14} stroke={1.5} aria-hidden="true" />
        </button>
      ))}
      {address === '' ? null : (
        <div className="receiver-command">
          <code className="mono grow">{command}</code>
          <CopyButton text={command} label="Copy command" />
        </div>
      )}
    </div>
  );
}

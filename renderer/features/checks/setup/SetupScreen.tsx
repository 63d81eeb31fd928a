import { Button, Checkbox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { type SetupTexts, SETUP_STEPS as STEPS } from '../../../../shared/checks/setup-texts.ts';
import { isLocalUrl } from '../../../../shared/receiver/endpoints/local-url.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconCheck, IconChevronLeft, IconPlayerPlay, IconX } from '../../../components/icons.ts';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { NotConnectedError, type ProblemText, problemOf } from '../../../lib/problem.ts';
import { useCheckSetup, useChecks } from '../../../state/checks.ts';
import { useCommands } from '../../../state/commands.ts';
import { client, useConnection } from '../../../state/connection.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { useChecksView } from '../checks-view.ts';
import { RecordsStep } from './RecordsStep.tsx';
import { SendStep } from './SendStep.tsx';
import { SetupProblem } from './SetupProblem.tsx';
import { startChecks } from './setup-commands.ts';
import { beginWith, change, readHeaders, readSet, type Step, useSetup } from './setup-draft.ts';
import { type SetupTarget, useSetupTarget } from './useSetupTarget.ts';
import { WhereStep } from './WhereStep.tsx';
import './setup.css';

const TITLES: Record<Step, string> = {
  where: 'Where it is',
  records: 'How to see its records',
  send: 'What will be sent',
};

const close = () => useChecksView.setState({ page: 'runs' });

/** "Test my receiver": where it is, how its records are seen, and what will be sent. */
export function SetupScreen() {
  const folder = useWorkspace(({ view }) => view?.folder);
  const content = useWorkspace(({ view }) => view?.check?.content ?? null);
  const from = useSetup((draft) => draft.from);
  const generation = useConnection((state) => state.generation);
  // A draft belongs to its workspace.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection is a reason to ask again.
  useEffect(() => {
    if (folder === undefined || from === folder) return undefined;
    const ended = new AbortController();
    const begin = (unsaved: SetupTexts | null) => {
      if (!ended.signal.aborted) beginWith(folder, content, unsaved);
    };
    client.drafts.setup({ workspace: folder }, { signal: ended.signal }).then(
      ({ setup }) => begin(setup),
      // Without a connection it is asked again with the next one.
      (error: unknown) => (error instanceof NotConnectedError ? undefined : begin(null)),
    );
    return () => ended.abort();
  }, [folder, from, content, generation]);
  return from === null || from !== folder ? <Pane label="Test my receiver">{null}</Pane> : <Flow />;
}

/** Whether something listens where the draft points; null until it is known. */
function useListening(address: string): { listening: boolean; sentence: string } | null {
  const [settled] = useDebouncedValue(address, 300);
  const [answer, setAnswer] = useState<{ address: string; listening: boolean; sentence: string } | null>(
    null,
  );
  useEffect(() => {
    if (settled === '') return;
    const ended = new AbortController();
    const ask = () =>
      client.checks.connect({ to: settled }, { signal: ended.signal }).then(
        ({ listening, sentence }) => setAnswer({ address: settled, listening, sentence }),
        () => undefined,
      );
    void ask();
    // So that a receiver that is started meanwhile is noticed.
    const timer = setInterval(ask, 5_000);
    return () => {
      clearInterval(timer);
      ended.abort();
    };
  }, [settled]);
  return answer !== null && answer.address === address ? answer : null;
}

function Flow() {
  const { step, mine, trying, stateHeaders, set } = useSetup();
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const target = useSetupTarget();
  const setup = useCheckSetup();
  const listening = useListening(target.address);
  const busy = useChecks(({ state }) => (state?.current ?? null) !== null);
  const at = STEPS.indexOf(step);
  const isGiven = target.postback !== null && target.decided;
  const ready = isGiven && readHeaders(stateHeaders) !== null && readSet(set) !== null;
  const canStart = ready && mine && !starting && !trying && !busy;
  const go = (next: Step) => {
    setProblem(null);
    change({ step: next });
  };
  const start = async () => {
    if (!canStart) return;
    setStarting(true);
    setProblem(null);
    try {
      await startChecks(target);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setStarting(false);
    }
  };
  const onward = () => {
    if (step === 'send') void start();
    else if (isGiven) go(STEPS[at + 1]!);
  };
  useCommands([
    {
      id: 'checks.setup.onward',
      title: step === 'send' ? 'Start the checks' : 'Continue',
      section: 'Checks',
      keys: 'Mod+Enter',
      icon: IconPlayerPlay,
      enabled: step === 'send' ? canStart : isGiven,
      run: onward,
    },
    {
      id: 'checks.setup.close',
      title: 'Close “Test my receiver”',
      section: 'Checks',
      keys: 'Escape',
      icon: IconX,
      enabled: !trying,
      run: close,
    },
  ]);
  return (
    <>
      <div className="pane-bar setup-bar">
        <h1>Test my receiver</h1>
        <span className="spacer" />
        <IconButton label="Close" keys="Esc" icon={<IconX size={16} stroke={1.5} />} onClick={close} />
      </div>
      <div className="setup-flow">
        <Steps target={target} listening={listening?.listening} />
        <Pane label={TITLES[step]}>
          <ScrollRegion key={step} label={TITLES[step]} className="setup-scroll">
            <div className="setup-column">
              {step === 'where' ? <WhereStep target={target} setup={setup} /> : null}
              {step === 'records' ? <RecordsStep target={target} setup={setup} /> : null}
              {step === 'send' ? <SendStep target={target} setup={setup} /> : null}
              {problem === null ? null : <SetupProblem problem={problem} address={target.address} />}
            </div>
          </ScrollRegion>
          <div className="setup-foot">
            <div className="setup-column hstack">
              {step === 'where' ? (
                <ListeningLine listening={listening} address={target.address} />
              ) : (
                <Button
                  leftSection={<IconChevronLeft size={14} stroke={1.75} />}
                  onClick={() => go(STEPS[at - 1]!)}
                >
                  Back
                </Button>
              )}
              <span className="spacer" />
              {step === 'send' ? (
                <>
                  <Checkbox
                    size="xs"
                    className="setup-mine"
                    label="This is my receiver. Write test data to it."
                    checked={mine}
                    onChange={(event) => change({ mine: event.currentTarget.checked })}
                  />
                  <Button
                    variant="filled"
                    size="lg"
                    disabled={!canStart}
                    leftSection={<IconPlayerPlay size={15} stroke={1.75} />}
                    rightSection={<KeyCaps keys="Mod+Enter" />}
                    onClick={() => void start()}
                  >
                    Start
                  </Button>
                </>
              ) : (
                <Button variant="filled" size="lg" disabled={!isGiven || trying} onClick={onward}>
                  Continue
                </Button>
              )}
            </div>
          </div>
        </Pane>
      </div>
    </>
  );
}

function ListeningLine({
  listening,
  address,
}: {
  listening: { listening: boolean; sentence: string } | null;
  address: string;
}) {
  if (address === '') return <span className="text-12 faint">Nothing is sent in this step.</span>;
  return (
    <span className="hstack text-12 dimmed setup-listening" role="status">
      {listening === null ? (
        'Connecting…'
      ) : (
        <>
          <span
            className={listening.listening ? 'status-dot' : 'status-dot status-dot-fault'}
            aria-hidden="true"
          />
          <span className="ellipsis">{listening.sentence}</span>
        </>
      )}
    </span>
  );
}

/** The steps, each with what it has found. */
function Steps({ target, listening }: { target: SetupTarget; listening: boolean | undefined }) {
  const draft = useSetup();
  const at = STEPS.indexOf(draft.step);
  const found: Record<Step, string> = {
    where: hostOf(target.address) ?? (target.address === '' ? 'URL, command, or postback' : target.address),
    records: viewText(draft.view, draft.stateMethod, draft.stateUrl),
    send: draft.lives > 0 ? `all checks and ${draft.lives} random lives` : 'all checks',
  };
  return (
    <nav className="setup-steps" aria-label="Steps">
      {STEPS.map((step, index) => (
        <button
          key={step}
          type="button"
          className={`setup-step${index === at ? ' setup-step-on' : ''}`}
          aria-current={index === at ? 'step' : undefined}
          disabled={index > 0 && !(target.postback !== null && target.decided)}
          onClick={() => change({ step })}
        >
          <span
            className={
              index < at ? 'checks-number setup-number setup-number-done' : 'checks-number setup-number'
            }
          >
            {index < at ? <IconCheck size={14} stroke={2} aria-label="Done" /> : index + 1}
          </span>
          <span className="setup-step-text">
            <span className="medium">{TITLES[step]}</span>
            <span className="text-12 faint ellipsis" title={found[step]}>
              {found[step]}
              {step === 'where' && listening === false ? ', not reachable' : ''}
            </span>
          </span>
        </button>
      ))}
    </nav>
  );
}

function hostOf(address: string): string | undefined {
  if (isLocalUrl(address)) return 'the local receiver';
  return /^(https?:\/\/[^/?#]+)/i.exec(address)?.[1];
}

function viewText(view: string, method: string, url: string): string {
  if (view === 'none') return 'not at all';
  if (view === 'command') return 'the command of check.yaml';
  if (view === 'response') return 'the response to the postback';
  return url.trim() === ''
    ? 'URL, response, or not at all'
    : `${method} ${url.replace(/^https?:\/\/[^/]+/i, '')}`;
}

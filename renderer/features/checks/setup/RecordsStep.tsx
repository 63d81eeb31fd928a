import { Button, Radio } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CheckSetup } from '../../../../shared/contract/checks.ts';
import { IconRefresh } from '../../../components/icons.ts';
import { counted } from '../../../lib/format.ts';
import { type ProblemText, problemOf } from '../../../lib/problem.ts';
import { CommandNote } from './CommandNote.tsx';
import { FirstFields } from './FirstFields.tsx';
import { plannedSkips } from './planned-skips.ts';
import { SetupProblem } from './SetupProblem.tsx';
import { StateFields } from './StateFields.tsx';
import { makeConfig, tryLook } from './setup-commands.ts';
import { change, readHeaders, readSet, useSetup, type View } from './setup-draft.ts';
import { TriedLook } from './TriedLook.tsx';
import type { SetupTarget } from './useSetupTarget.ts';

/** The second step: how records are seen, and a first look at them. */
export function RecordsStep({ target, setup }: { target: SetupTarget; setup: CheckSetup | null }) {
  const { view, stateUrl, stateHeaders, set, trying } = useSetup();
  const command = commandOf(setup);
  const unseen = target.postback === null ? 0 : plannedSkips(target, 'none', undefined, new Set()).length;
  const ready =
    target.postback !== null &&
    (view !== 'url' || stateUrl.trim() !== '') &&
    readHeaders(stateHeaders) !== null &&
    readSet(set) !== null;
  return (
    <>
      <h2>How can Postbench see its records?</h2>
      <p className="dimmed">
        A receiver can acknowledge every postback and still book the wrong sum. Only its records show that.
        Point this at what you pay out, not only at the conversion row.
      </p>
      <Radio.Group
        className="setup-views"
        aria-label="How to see the records"
        value={view}
        onChange={(value) => change({ view: value as View, tried: null })}
      >
        <Way value="url" title="A URL">
          returns one action as JSON, XML, or form data
        </Way>
        {command === undefined ? null : (
          <Way value="command" title="A command">
            <span className="mono">{command}</span>, from check.yaml
          </Way>
        )}
        <Way value="response" title="The postback’s response">
          when your receiver returns what it stored; late changes are not seen
        </Way>
        <Way value="none" title="Not at all">
          tests responses only; skips {counted(unseen, 'check')} and cannot judge money
        </Way>
      </Radio.Group>
      {view === 'url' ? <StateFields /> : null}
      <CommandNote setup={setup} command={command} />
      <FirstFields setup={setup} />
      <TryLine target={target} ready={ready} trying={trying} />
    </>
  );
}

function commandOf(setup: CheckSetup | null): string | undefined {
  const state = setup?.config?.state;
  return state !== undefined && 'command' in state ? state.command : undefined;
}

function Way({ value, title, children }: { value: View; title: string; children: ReactNode }) {
  return (
    <div className="setup-view">
      <Radio size="xs" value={value} label={title} />
      <span className="text-12 faint ellipsis">{children}</span>
    </div>
  );
}

interface TryLineProps {
  target: SetupTarget;
  ready: boolean;
  trying: boolean;
}

/** Plays the first look and shows it. */
function TryLine({ target, ready, trying }: TryLineProps) {
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const { tried, view } = useSetup();
  const look = async () => {
    change({ trying: true });
    setProblem(null);
    try {
      const config = await makeConfig(target);
      change({ tried: { report: await tryLook(config), made: JSON.stringify(config) } });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      change({ trying: false });
    }
  };
  return (
    <>
      <div className="setup-try">
        <Button
          leftSection={<IconRefresh size={14} stroke={1.5} />}
          disabled={!ready}
          loading={trying}
          onClick={() => void look()}
        >
          {tried === null ? 'Try it' : 'Try again'}
        </Button>
        <span className="text-12 faint" role="status">
          {trying
            ? 'One test purchase is being sent…'
            : view === 'none'
              ? 'Sends one test purchase.'
              : 'Sends one test purchase, changes and reverses another, and looks at the records.'}
        </span>
      </div>
      {problem === null ? null : <SetupProblem problem={problem} address={target.address} />}
      {tried === null ? null : <TriedLook report={tried.report} placeholders={target.placeholders} />}
    </>
  );
}

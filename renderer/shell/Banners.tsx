import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../../shared/contract/workspace.ts';
import { placeText } from '../../shared/errors.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { IconAlertTriangle, IconPlugConnectedX } from '../components/icons.ts';
import { counted } from '../lib/format.ts';
import { useConnection } from '../state/connection.ts';
import { useEngine } from '../state/engine.ts';
import { useWorkspace } from '../state/workspace.ts';
import { OPEN_COMMAND } from './NotLetIn.tsx';

/** Says that the engine is out of reach; everything shown stays. */
export function ConnectionBanner() {
  const { phase, refused } = useConnection();
  if (phase !== 'lost') return null;
  return (
    <div className="banner banner-bad" role="alert">
      <IconPlugConnectedX size={16} stroke={1.5} aria-hidden="true" />
      {refused ? (
        <>
          <span className="grow">
            <b>The engine does not recognize this tab.</b> Run <span className="mono">{OPEN_COMMAND}</span> in
            a terminal to reconnect it. What you see may be out of date.
          </span>
          <CopyButton text={OPEN_COMMAND} label="Copy command" caption="Copy" />
        </>
      ) : (
        <span>
          <b>Connection to the engine lost.</b> Reconnecting… What you see may be out of date.
        </span>
      )}
    </div>
  );
}

/** Says that the receiver responds 503 since nothing can be stored, why, and what to do. */
export function StoreBanner() {
  const problem = useEngine(({ view }) =>
    view?.receiver.state === 'not-storing' ? view.receiver.note : undefined,
  );
  if (problem === undefined) return null;
  return (
    <div className="banner banner-bad" role="alert" data-testid="not-storing">
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden="true" />
      <span className="grow">
        <b>Requests are not stored; the receiver responds 503.</b> {problem}
      </span>
      <CopyButton text={problem} label="Copy problem" caption="Copy" />
    </div>
  );
}

/** Why secrets.json is not used, and what to do. */
export function SecretsBanner() {
  const problem = useEngine(({ view }) => view?.secrets.problem ?? '');
  if (problem === '') return null;
  return (
    <div className="banner" role="status" data-testid="secrets-problem">
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden="true" />
      <span className="grow">
        <b>Secrets from the file are not used.</b> {problem}
      </span>
      <CopyButton text={problem} label="Copy problem" caption="Copy" />
    </div>
  );
}

const NONE: readonly Problem[] = [];

const place = ({ file, line, column }: Problem) =>
  placeText({ file, line: line ?? undefined, column: column ?? undefined });

/** What is wrong in the workspace's files, and what to do: one in a line, more in a list. */
export function ProblemsBanner() {
  const problems = useWorkspace(({ view }) => view?.problems ?? NONE);
  const [listed, setListed] = useState(false);
  const [first] = problems;
  if (first === undefined) return null;
  const many = problems.length > 1;
  const asText = () =>
    problems.map((problem) => `${place(problem)}: ${problem.message} ${problem.remedy}`).join('\n');
  return (
    <>
      <div className="banner" role="status">
        <IconAlertTriangle size={16} stroke={1.5} aria-hidden="true" />
        {many ? (
          <span className="grow">
            <b>{counted(problems.length, 'problem')} in workspace files.</b> The last valid version of each
            stays in use.
          </span>
        ) : (
          <span className="grow">
            <ProblemLine problem={first} />
          </span>
        )}
        {many ? (
          <Button size="xs" aria-expanded={listed} onClick={() => setListed(!listed)}>
            {listed ? 'Hide' : 'Show all'}
          </Button>
        ) : null}
        <CopyButton text={asText} label="Copy problems" caption="Copy" />
      </div>
      {many && listed ? (
        <ul className="shell-problems" aria-label="Problems in workspace files">
          {problems.map((problem) => (
            <li key={`${place(problem)} ${problem.message}`}>
              <ProblemLine problem={problem} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  return (
    <>
      <span className="mono medium">{place(problem)}</span> {problem.message}{' '}
      <span className="dimmed">{problem.remedy}</span>
    </>
  );
}
